/* The ladder in plain C, one game after the other: the yardstick for the batch kernel.

   The same world and the same random bot as the engine's, draw for draw, so that the sum of all scores must agree.
   Usage: ladder GAMES; prints "GAMES SUM_OF_SCORES CPU_SECONDS". */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "ladder.h" /* from the scenario: TURNS, POWERS, START, LOW, HIGH, CAPITAL..., ACTIONS, EVENTS, the sites */

static inline uint32_t drawn(uint64_t seed, uint64_t turn, uint64_t site, uint32_t n) {
    uint64_t z = seed + UINT64_C(0x9E3779B97F4A7C15) * ((turn << 32) + site + 1);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((((z ^ z >> 31) >> 32) * n) >> 32);
}

static inline int held(int value, int low, int high) { return value < low ? low : value > high ? high : value; }

static int play(uint64_t seed) {
    int relations[POWERS], capital = CAPITAL;
    for (int p = 0; p < POWERS; p++) relations[p] = START;
    for (int turn = 1; turn <= TURNS; turn++) {
        int legal[ACTIONS], count = 0;
        for (int a = 0; a < ACTIONS; a++)
            if (COST[a] <= capital) legal[count++] = a;
        int action = legal[drawn(seed, turn - 1, BOT_SITE, count)];
        capital -= COST[action];
        for (int p = 0; p < POWERS; p++) relations[p] = held(relations[p] + ACTION[action][p], LOW, HIGH);
        int event = drawn(seed, turn, EVENT_SITE, EVENTS);
        capital = held(capital + MONEY[event] + INCOME, 0, CAPITAL_MOST);
        for (int p = 0; p < POWERS; p++) relations[p] = held(relations[p] + EVENT[event][p], LOW, HIGH);
    }
    int least = relations[0], sum = 0;
    for (int p = 0; p < POWERS; p++) {
        if (relations[p] < least) least = relations[p];
        sum += relations[p];
    }
    return 2 * least + sum / 5;
}

int main(int count, char **arguments) {
    long games = count > 1 ? atol(arguments[1]) : 1000;
    long sum = 0;
    clock_t begun = clock();
    for (long seed = 0; seed < games; seed++) sum += play((uint64_t)seed);
    printf("%ld %ld %.6f\n", games, sum, (double)(clock() - begun) / CLOCKS_PER_SEC);
    return 0;
}
