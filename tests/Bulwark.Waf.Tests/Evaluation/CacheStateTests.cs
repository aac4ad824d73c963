namespace Bulwark.Waf.Tests.Evaluation;

/// <summary>
/// What automata have learned never changes a decision: an engine that has learned nothing, one that has learned from every request before, and one whose memory is too small and flooded all the
/// time say the same of the same request: matched rules, variables, scores, action and cost.
/// </summary>
public sealed class CacheStateTests(ITestOutputHelper output)
{
    private const int FloodEvery = 20;

    [Fact]
    public void Cold_warm_and_flushed_engines_decide_alike() => Compare(requests: 150);

    /// <summary>Most of an hour: asked for by name.</summary>
    [Fact(Explicit = true)]
    public void Cold_warm_and_flushed_engines_decide_a_hundred_thousand_requests_alike() => Compare(requests: 100_000);

    private void Compare(int requests)
    {
        var warm = CoreRuleSet.Load(paranoia: 2, options: WafOptions.Default);
        var flushed = CoreRuleSet.Load(paranoia: 2, options: new WafOptions { MatcherMemory = 512 * 1024 });
        var (matches, silent, exceeded, done) = (0L, 0, 0, 0);
        Parallel.For(
            0,
            requests,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            () => CoreRuleSet.Load(paranoia: 2, options: WafOptions.Default), // a cold one for each thread
            (number, loop, cold) =>
            {
                var request = NumberedRequests.Make(number);
                cold.Forget();
                var expected = request.Run(cold);
                if (number % FloodEvery == 0)
                    NumberedRequests.Flood(number).Run(flushed);

                foreach (var engine in (WafEngine[])[warm, flushed])
                {
                    var actual = request.Run(engine);
                    Assert.True((actual.Cost, actual.Summary) == (expected.Cost, expected.Summary), $"request {number}\ncold: {expected.Cost} {expected.Summary}\n{(engine == warm ? "warm" : "flushed")}: {actual.Cost} {actual.Summary}");
                }

                Interlocked.Add(ref matches, expected.Matches.Count);
                Interlocked.Add(ref silent, expected.Matches.Count == 0 ? 1 : 0);
                Interlocked.Add(ref exceeded, expected.IsBudgetExceeded ? 1 : 0);
                if (Interlocked.Increment(ref done) is var count && count % 5000 == 0)
                    Console.Error.WriteLine($"{count} requests");

                return cold;
            },
            _ => { });

        output.WriteLine($"{requests} requests: {matches} matches, {silent} requests without any, {exceeded} ended by the budget; automata {warm.MatcherMemory >> 10} KiB warm, {flushed.MatcherMemory >> 10} KiB flushed");
        Assert.InRange(silent, requests / 50, requests / 2);
        Assert.True(matches > requests, $"only {matches} matches");
        Assert.True(flushed.MatcherMemory > 256 * 1024, $"flushed has only {flushed.MatcherMemory}");
    }
}
