using Bulwark.Core.Hosting;
using Bulwark.Pki;
using Bulwark.Posture.Tests;
using Bulwark.Testing;

[assembly: AssemblyFixture(typeof(Deployment))]

namespace Bulwark.Posture.Tests;

/// <summary>The certificates of one instance, for all tests: nobody changes them.</summary>
public sealed class Deployment : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public Deployment()
    {
        Environment = TestEnvironment.Create(_directory);
        InstancePki.Ensure(Pki);
        Folder = new PkiFolder(Environment.Data);
    }

    public TierEnvironment Environment { get; }

    public PkiFolder Folder { get; }

    public PkiRequest Pki => new() { Data = Environment.Data, Hosts = ["localhost"], Time = TimeProvider.System };

    /// <summary>A target whose edge and load balancer are the given listeners, or ports on which nothing listens.</summary>
    public PostureTarget Target(BrokenListener? edge = null, BrokenListener? origin = null, BrokenListener? admin = null) => PostureTarget.Local(Environment) with
    {
        Edge = Address(edge),
        Origin = Address(origin),
        Admin = Address(admin),
        PlainHttpPorts = [BrokenListener.ClosedPort],
        Limits = new ProbeLimits { Connect = TimeSpan.FromSeconds(30), Answer = TimeSpan.FromSeconds(30), Probe = TimeSpan.FromMinutes(1), Run = TimeSpan.FromMinutes(1) },
    };

    /// <summary>The same files in a folder of a test's own, with an edge at its control socket.</summary>
    public async Task<StandInTier> StartControlledEdgeAsync(TemporaryDirectory directory)
    {
        var edge = await ControlledEdge.StartAsync(directory, ControlledEdge.Strict);
        foreach (var file in Directory.EnumerateFiles(Environment.Data.Pki))
            File.Copy(file, Path.Combine(new DataDirectory(directory.Path).Pki, Path.GetFileName(file)));

        return edge;
    }

    public void Dispose() => _directory.Dispose();

    private static Uri Address(BrokenListener? listener) => new($"https://localhost:{listener?.Port ?? BrokenListener.ClosedPort}");
}
