using Bulwark.Pki.Trust;
using Bulwark.Testing.Certificates;

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
        using var bad = new BadCertificates(Data.Pki, Time);

        Assert.Equal(ClientCertificateReason.Accepted, Judge(bad, kind));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Refuses_each_kind_for_its_own_reason(string kind)
    {
        using var bad = new BadCertificates(Data.Pki, Time);

        Assert.Equal(BadCertificates.Kinds[kind], Judge(bad, kind));
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public void With_one_check_switched_off_exactly_its_kinds_get_in(ClientCertificateReason check)
    {
        using var bad = new BadCertificates(Data.Pki, Time);
        var expected = BadCertificates.Kinds.Where(kind => kind.Value == check).Select(kind => kind.Key);

        var accepted = BadCertificates.Kinds.Keys.Where(kind => Judge(bad, kind, without: check) == ClientCertificateReason.Accepted);

        Assert.Equal(expected, accepted, StringComparer.Ordinal);
    }

    [Fact]
    public void Every_reason_has_a_kind_that_is_refused_for_it() =>
        Assert.Equal(Enum.GetValues<ClientCertificateReason>().Except([ClientCertificateReason.Accepted]).Order(), BadCertificates.Kinds.Values.Distinct().Order());

    [Fact]
    public void No_two_rules_say_the_same() => Assert.Distinct(TrustRules.All.Select(rule => rule.Reason));

    private ClientCertificateReason Judge(BadCertificates bad, string kind, ClientCertificateReason? without = null)
    {
        var store = Load(bad.OptionsFor(kind));
        var (leaf, sent) = bad.Present(kind);
        return (without is { } check ? store.Without(check) : store).Verify(leaf, sent).Reason;
    }
}
