using System.Net;
using Bulwark.SystemTests.Running;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.SystemTests.Attacks;

/// <summary>An edge and a load balancer in a process each, as attackers meet them; the homeserver behind has one large answer and many small ones.</summary>
internal sealed class TwoProcesses : IAsyncDisposable
{
    public const string Small = "/_matrix/client/versions";
    public const string Large = "/_matrix/media/v3/download/localhost/large";
    private const int WarmUpRequests = 20_000;
    private const int WarmUpConnections = 200;

    private static readonly byte[] LargeBody = new byte[8 * 1024 * 1024];

    private readonly StandInTier _homeserver;

    private TwoProcesses(BulwarkInstance instance, StandInTier homeserver, IReadOnlyList<ResidentMemory> memory)
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
            var homeserver = await StandInTier.StartAsync(Path.Combine(instance.Data, "run", "homeserver.sock"), AnswerAsync);
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
                async (_, stop) => (await client.GetAsync(Small, stop)).Dispose());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Instance.DisposeAsync();
        await _homeserver.DisposeAsync();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        var body = context.Request.Path == Large ? LargeBody : "{\"versions\":[\"v1.12\"]}"u8.ToArray();
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
