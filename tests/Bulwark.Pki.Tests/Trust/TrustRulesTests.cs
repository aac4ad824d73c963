using System.Security.Cryptography.X509Certificates;
using Bulwark.Pki.Trust;

namespace Bulwark.Pki.Tests.Trust;

public sealed class TrustRulesTests : PkiFixture
{
    public static TheoryData<string> Kinds => [.. BadCertificates.Kinds.Keys];

    public static TheoryData<ClientCertificateReason> Checks => [.. TrustRules.All.Select(rule => rule.Reason)];

    [Theory]
    [InlineData("good")]
    [InlineData("good, with its intermediate")]
    public void Takes_a_good_certificate(string kind)
    {
        using var bad = new BadCertificates(this, Time);

        Assert.Equal(ClientCertificateReason.Accepted, Judge(bad.Present(kind)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Refuses_each_kind_for_its_own_reason(string kind)
    {
        using var bad = new BadCertificates(this, Time);

        Assert.Equal(BadCertificates.Kinds[kind], Judge(bad.Present(kind)));
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public void With_one_check_switched_off_exactly_its_kinds_get_in(ClientCertificateReason check)
    {
        using var bad = new BadCertificates(this, Time);
        var expected = BadCertificates.Kinds.Where(kind => kind.Value == check).Select(kind => kind.Key);

        var accepted = BadCertificates.Kinds.Keys.Where(kind =>
        {
            var (store, leaf, sent) = bad.Present(kind);
            return Judge((store.Without(check), leaf, sent)) == ClientCertificateReason.Accepted;
        });

        Assert.Equal(expected, accepted, StringComparer.Ordinal);
    }

    [Fact]
    public void Every_reason_has_a_kind_that_is_refused_for_it() =>
        Assert.Equal(Enum.GetValues<ClientCertificateReason>().Except([ClientCertificateReason.Accepted]).Order(), BadCertificates.Kinds.Values.Distinct().Order());

    [Fact]
    public void No_two_rules_say_the_same() => Assert.Distinct(TrustRules.All.Select(rule => rule.Reason));

    private static ClientCertificateReason Judge((TrustStore Store, X509Certificate2? Leaf, X509Certificate2Collection Sent) presented) =>
        presented.Store.Verify(presented.Leaf, presented.Sent).Reason;
}
