using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Pki.Tests;

/// <summary>What edge and load balancer hold in memory: the files as they were at the last reload.</summary>
internal sealed class RunningTiers
{
    private readonly PkiFixture _fixture;

    public RunningTiers(PkiFixture fixture)
    {
        _fixture = fixture;
        (Trust, Edge, LoadBalancer) = Read();
    }

    public int Reloads { get; private set; }

    public TrustStore Trust { get; private set; }

    public X509Certificate2 Edge { get; private set; }

    public X509Certificate2 LoadBalancer { get; private set; }

    /// <summary>Both tiers read their files, the one after the other, and requests go through in between and afterwards.</summary>
    public Task ReloadAsync()
    {
        Reloads++;
        var next = Read();
        Trust = next.Trust;
        CheckRequest();
        (Edge, LoadBalancer) = (next.Edge, next.LoadBalancer);
        CheckRequest();
        return Task.CompletedTask;
    }

    /// <summary>The same after a failure, when it is not promised that requests go through until it is done.</summary>
    public Task ReloadWithoutRequestsAsync()
    {
        (Trust, Edge, LoadBalancer) = Read();
        return Task.CompletedTask;
    }

    /// <summary>A request goes through, and it does as well when either tier is started anew.</summary>
    public void CheckRequest()
    {
        var started = Read();
        foreach (var trust in new[] { Trust, started.Trust })
        {
            foreach (var leaf in new[] { Edge, started.Edge })
                Assert.Equal(ClientCertificateReason.Accepted, trust.Verify(leaf).Reason);

            foreach (var leaf in new[] { LoadBalancer, started.LoadBalancer })
            {
                using var chain = new X509Chain { ChainPolicy = trust.CreateServerPolicy() };
                Assert.True(chain.Build(leaf));
            }
        }
    }

    private (TrustStore Trust, X509Certificate2 Edge, X509Certificate2 LoadBalancer) Read() => (
        TrustStore.LoadInstance(_fixture.DataDirectory, PkiFolder.OriginCa, _fixture.Clock),
        _fixture.Leaf(PkiFolder.Edge),
        _fixture.Leaf(PkiFolder.LoadBalancer));
}
