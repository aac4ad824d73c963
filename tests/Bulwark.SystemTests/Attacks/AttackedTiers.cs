using System.Net;
using Bulwark.Attacker;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests.Attacks;

/// <summary>An edge and a load balancer, in a process each or in one, as attackers meet them; and the homeserver behind in one of its own.</summary>
internal sealed class AttackedTiers : IAsyncDisposable
{
    private const int WarmUpRequests = 20_000;
    private const int WarmUpConnections = 200;

    private readonly AttackerProcess _homeserver;

    private AttackedTiers(BulwarkInstance instance, AttackerProcess homeserver, IReadOnlyList<ResidentMemory> memory)
    {
        Instance = instance;
        _homeserver = homeserver;
        Memory = memory;
    }

    public BulwarkInstance Instance { get; }

    /// <summary>That of each process.</summary>
    public IReadOnlyList<ResidentMemory> Memory { get; }

    public static async Task<AttackedTiers> StartAsync(bool inOneProcess = false)
    {
        var instance = BulwarkInstance.Create("""{ "hosts": ["localhost"] }""");
        try
        {
            Directory.CreateDirectory(Path.Combine(instance.Data, "run"));
            var homeserver = await AttackerProcess.ServeAsync(Path.Combine(instance.Data, "run", "homeserver.sock"));
            string[][] processes = inOneProcess ? [["edge", "load-balancer"]] : [["load-balancer"], ["edge"]];
            var memory = new List<ResidentMemory>();
            foreach (var tiers in processes)
                memory.Add(new ResidentMemory(string.Join(" and ", tiers), await instance.StartTiersAsync(tiers)));

            return new AttackedTiers(instance, homeserver, memory);
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
