using Bulwark.SystemTests.Running;
using Bulwark.Testing;

namespace Bulwark.SystemTests;

public sealed class RateLimitTests
{
    [Fact]
    public async Task Two_edges_have_one_limit_over_redis()
    {
        await using var redis = await RedisServer.StartAsync();
        var settings = $$"""
            {
              "edge": {
                "rateLimits": {
                  "rules": [{ "name": "all", "period": "1h", "requestsPerPeriod": 10 }],
                  "redis": { "endpoint": "{{redis.Endpoint}}", "password": { "file": "{{redis.PasswordFile}}" } }
                }
              }
            }
            """;
        await using var first = await BulwarkInstance.StartAsync(settings);
        await using var second = await BulwarkInstance.StartAsync(settings);
        await UntilSharingAsync(first);
        await UntilSharingAsync(second);

        Assert.Equal([.. Enumerable.Repeat(200, 10), 429], await AskAsync(first, 11));

        // By its own counts it would serve ten.
        var refused = false;
        for (var tries = 0; tries < 8 && !refused; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
            refused = (await AskAsync(second, 1))[0] == 429;
        }

        Assert.True(refused);
    }

    private static async Task<List<int>> AskAsync(BulwarkInstance instance, int count)
    {
        using var client = instance.CreateEdgeClient();
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
        {
            using var answer = await client.GetAsync("/_matrix/client/versions", TestContext.Current.CancellationToken);
            statuses.Add((int)answer.StatusCode);
        }

        return statuses;
    }

    private static async Task UntilSharingAsync(BulwarkInstance instance)
    {
        var deadline = Deadline.Token(TimeSpan.FromSeconds(40));
        while (!(await instance.VerbAsync("status")).Output.Contains("Counted together with other instances over Redis.", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(200), deadline);
    }
}
