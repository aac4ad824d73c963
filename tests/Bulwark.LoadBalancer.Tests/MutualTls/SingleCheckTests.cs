using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;
using Bulwark.Pki.Trust;
using Bulwark.Testing.Certificates;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.LoadBalancer.Tests.MutualTls;

/// <summary>
/// What each check of a client certificate is good for, seen from the network: the running listener gets a trust store that lacks one check, which no setting can do, and
/// every kind of bad certificate comes to it through a real handshake.
/// </summary>
public sealed class SingleCheckTests
{
    public static TheoryData<ClientCertificateReason> Checks => [.. TrustRules.All.Select(rule => rule.Reason)];

    [Fact]
    public async Task With_every_check_on_no_bad_certificate_gets_in_and_every_good_one_does()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        using var bad = new BadCertificates(lb.Environment.Data.Pki, TimeProvider.System);

        Assert.Empty(await AdmittedAsync(lb, bad, BadCertificates.Kinds.Keys, store => store));
        Assert.Equal(InEveryWay(BadCertificates.GoodKinds), await AdmittedAsync(lb, bad, BadCertificates.GoodKinds, store => store), StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task With_one_check_switched_off_exactly_its_kinds_get_in(ClientCertificateReason check)
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        using var bad = new BadCertificates(lb.Environment.Data.Pki, TimeProvider.System);
        var expected = BadCertificates.Kinds.Where(kind => kind.Value == check).Select(kind => kind.Key);

        Assert.Equal(InEveryWay(expected), await AdmittedAsync(lb, bad, BadCertificates.Kinds.Keys, store => store.Without(check)), StringComparer.Ordinal);
    }

    private static IEnumerable<string> InEveryWay(IEnumerable<string> kinds) => kinds.SelectMany(kind => TlsWay.All.Select(way => $"{kind}, {way}"));

    /// <summary>Which of the kinds got at least one byte of an answer, and in which way.</summary>
    private static async Task<List<string>> AdmittedAsync(LoadBalancerFixture lb, BadCertificates bad, IEnumerable<string> kinds, Func<TrustStore, TrustStore> change)
    {
        var admitted = new List<string>();
        foreach (var kind in kinds)
        {
            Put(lb, change(TrustStore.Load(bad.OptionsFor(kind), lb.Environment.Data, TimeProvider.System)));
            var (leaf, sent) = bad.Present(kind);
            foreach (var way in TlsWay.All)
            {
                if (await way.CountBytesAsync(lb.Port, way.Present(leaf, sent, lb.Folder.Certificate(PkiFolder.OriginCa))) > 0)
                    admitted.Add($"{kind}, {way}");
            }
        }

        return admitted;
    }

    /// <summary>Puts a trust store into force on the network listener, as a reload would.</summary>
    private static void Put(LoadBalancerFixture lb, TrustStore store)
    {
        var listeners = lb.Services.GetRequiredService<LockedListeners>();
        var setup = listeners.Find(LockedListeners.Default)!.State.Setup;
        listeners.Put([setup with { Policy = new LockPolicy(MutualTlsMode.Verify, store) }], TimeSpan.Zero, keepsOverrides: false);
    }
}
