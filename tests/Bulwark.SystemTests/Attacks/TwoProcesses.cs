using System.Net;
using Bulwark.Attacker;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests.Attacks;

/// <summary>An edge and a load balancer in a process each, as attackers meet them; and the homeserver behind in one too.</summary>
internal sealed class TwoProcesses : IAsyncDisposable
{
    private const int WarmUpRequests = 20_000;
    private const int WarmUpConnections = 200;

    private readonly AttackerProcess _homeserver;

    private TwoProcesses(BulwarkInstance instance, AttackerProcess homeserver, IReadOnlyList<ResidentMemory> memory)
    {
        Instance = instance;
        _homeserver = homeserver;
        Memory = memory;
    }

    public BulwarkInstance Instance { get; }

    /// <summary>That of each process.</summary>
    public IReadOnlyList<ResidentMemory> Memory { get; }

    public static async Task<TwoProcesses> StartAsync()
    {
        var instance = BulwarkInstance.Create("""{ "hosts": ["localhost"] }""");
        try
        {
            Directory.CreateDirectory(Path.Combine(instance.Data, "run"));
            var homeserver = await AttackerProcess.ServeAsync(Path.Combine(instance.Data, "run", "homeserver.sock"));
            var loadBalancer = await instance.StartTiersAsync("load-balancer");
            var edge = await instance.StartTiersAsync("edge");
            return new TwoProcesses(instance, homeserver, [new ResidentMemory("edge", edge), new ResidentMemory("load balancer", loadBalancer)]);
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ordinary service, after which a process has compiled what it needs and holds what it holds.</summary>
    public async Task ServeAsync()
    {
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var client = Instance.CreateEdgeClient();
            client.DefaultRequestVersion = version;
            client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            await Parallel.ForEachAsync(
                Enumerable.Range(0, WarmUpRequests / 2),
                new ParallelOptions { MaxDegreeOfParallelism = WarmUpConnections, CancellationToken = TestContext.Current.CancellationToken },
                async (_, stop) => (await client.GetAsync(StandInHomeserver.Small, stop)).Dispose());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Instance.DisposeAsync();
        await _homeserver.DisposeAsync();
    }
}
