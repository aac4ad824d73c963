using System.Numerics;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;
using Bulwark.Pki.Revocation;
using Bulwark.Testing.Certificates;

namespace Bulwark.Pki.Tests.Revocation;

public sealed class TrustStoreRevocationTests : PkiFixture
{
    private readonly CertificateAuthority _authority;
    private readonly X509Certificate2 _revoked;
    private readonly X509Certificate2 _good;

    public TrustStoreRevocationTests()
    {
        _authority = CertificateAuthority.Create("Issuer", Time);
        _revoked = _authority.IssueClient("revoked");
        _good = _authority.IssueClient("good");
        Write("ca.pem", _authority.Certificate.ExportCertificatePem());
    }

    [Fact]
    public void Refuses_what_the_list_names_and_nothing_else()
    {
        var store = Store(1);

        Assert.Equal(ClientCertificateReason.Revoked, store.Verify(_revoked).Reason);
        Assert.Equal(ClientCertificateReason.Accepted, store.Verify(_good).Reason);
    }

    [Fact]
    public void A_certificate_of_another_ca_with_the_same_serial_number_is_not_revoked()
    {
        using var other = CertificateAuthority.Create("Other", Time);
        Write("ca.pem", $"{_authority.Certificate.ExportCertificatePem()}\n{other.Certificate.ExportCertificatePem()}");
        using var twin = new TestLeaf { Serial = _revoked.SerialNumberBytes.ToArray() }.SignedBy(other.Certificate);

        Assert.Equal(ClientCertificateReason.Accepted, Store(1).Verify(twin).Reason);
    }

    [Theory]
    [InlineData(OnStale.UseLast, 23, ClientCertificateReason.Accepted)]
    [InlineData(OnStale.UseLast, 47, ClientCertificateReason.Accepted)]
    [InlineData(OnStale.UseLast, 49, ClientCertificateReason.RevocationUnknown)]
    [InlineData(OnStale.Refuse, 23, ClientCertificateReason.Accepted)]
    [InlineData(OnStale.Refuse, 25, ClientCertificateReason.RevocationUnknown)]
    public void A_stale_list_counts_for_as_long_as_the_settings_say(OnStale onStale, int hours, ClientCertificateReason expected)
    {
        var store = Store(1, onStale);
        Assert.True(store.Verify(_good).IsAccepted);

        Time.Advance(TimeSpan.FromHours(hours));

        // Asked for the second time, so an acceptance that is kept has to end too.
        Assert.Equal(expected, store.Verify(_good).Reason);
    }

    [Fact]
    public void Says_revoked_even_when_the_list_is_stale()
    {
        var store = Store(1);

        Time.Advance(TimeSpan.FromDays(10));

        Assert.Equal(ClientCertificateReason.Revoked, store.Verify(_revoked).Reason);
    }

    [Fact]
    public void An_older_list_never_comes_back()
    {
        Store(5);
        Store(5);
        Store(6);

        Assert.Equal("The revocation list number 5 is older than number 6, which was in force before: put the newest one there.",
            Assert.Throws<OperatorException>(() => Store(5)).Message);
        Assert.True(Store(7).Verify(_good).IsAccepted);
    }

    [Fact]
    public void A_list_that_was_only_looked_at_is_not_remembered()
    {
        Store(5);
        Write("list.pem", List(6).SignedBy(_authority.Certificate));
        var next = Load(Options());

        Assert.True(Store(5).Verify(_good).IsAccepted);

        next.RememberRevocationLists();
        Assert.Throws<OperatorException>(() => Store(5));
    }

    [Fact]
    public void Numbers_may_be_as_long_as_the_standard_allows()
    {
        var large = BigInteger.Pow(2, 159) - 1;
        Store(large);

        Assert.Throws<OperatorException>(() => Store(large - 1));
    }

    [Fact]
    public void Does_not_forget_numbers_because_a_file_is_damaged()
    {
        Store(5);
        Write("crl-numbers.json", "{ \"x\": \"-1\" }");

        Assert.Equal($"The file {File("crl-numbers.json")} is damaged: put it back, or remove it once every revocation list is the newest.",
            Assert.Throws<OperatorException>(() => Store(6)).Message);
    }

    [Fact]
    public void Refuses_a_list_of_a_ca_that_is_not_in_the_store()
    {
        using var stranger = CertificateAuthority.Create("Stranger", Time);
        Write("list.pem", List(1).SignedBy(stranger.Certificate));

        Assert.Equal($"The revocation list {File("list.pem")} is not signed by a CA of the trust store: add its CA, or leave the list out.",
            Assert.Throws<OperatorException>(() => Load(Options())).Message);
    }

    [Fact]
    public void Refuses_two_lists_of_one_issuer()
    {
        Write("list.pem", List(1).SignedBy(_authority.Certificate));
        Write("second.pem", List(2).SignedBy(_authority.Certificate));
        var options = Options();
        options.Revocation.Files = [.. options.Revocation.Files, File("second.pem")];

        Assert.Equal($"The revocation list {File("second.pem")} is the second one of '{_authority.Certificate.Subject}': leave out the older one.",
            Assert.Throws<OperatorException>(() => Load(options)).Message);
    }

    [Fact]
    public void Refuses_a_list_of_tomorrow()
    {
        Write("list.pem", new TestRevocationList { ThisUpdate = Time.GetUtcNow().AddDays(1), NextUpdate = Time.GetUtcNow().AddDays(2) }.SignedBy(_authority.Certificate));

        Assert.EndsWith(": set the clock.", Assert.Throws<OperatorException>(() => Load(Options())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_its_lists_to_whoever_shows_them()
    {
        var state = Assert.Single(Store(3).RevocationLists);

        Assert.Equal("CN=Issuer", state.Issuer);
        Assert.Equal("3", state.Number);
        Assert.Equal(1, state.Entries);
        Assert.Equal(TimeSpan.FromHours(24), state.CountsUntil - state.NextUpdate);
    }

    [Fact]
    public void A_revoked_intermediate_takes_its_leaves_with_it()
    {
        using var root = new TestLeaf { Subject = "CN=Root", IsAuthority = true, KeyUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, Usages = [] }.SelfSigned(Time);
        using var intermediate = new TestLeaf { Subject = "CN=Intermediate", IsAuthority = true, KeyUsage = X509KeyUsageFlags.KeyCertSign, Usages = [] }.SignedBy(root);
        using var leaf = new TestLeaf().SignedBy(intermediate);
        Write("ca.pem", root.ExportCertificatePem());
        Write("list.pem", (List(1) with { Revoked = [] }).SignedBy(root));
        Assert.True(Load(Options()).Verify(leaf, [intermediate]).IsAccepted);

        Write("list.pem", (List(2) with { Revoked = [intermediate] }).SignedBy(root));
        Assert.Equal(ClientCertificateReason.Revoked, Load(Options()).Verify(leaf, [intermediate]).Reason);
    }

    private TestRevocationList List(BigInteger number) =>
        new() { Number = number, ThisUpdate = Time.GetUtcNow(), NextUpdate = Time.GetUtcNow().AddHours(24), Revoked = [_revoked] };

    private TrustStore Store(BigInteger number, OnStale onStale = OnStale.UseLast)
    {
        Write("list.pem", List(number).SignedBy(_authority.Certificate));
        var store = Load(Options(onStale));
        store.RememberRevocationLists();
        return store;
    }

    private static TrustStoreOptions Options(OnStale onStale = OnStale.UseLast) =>
        new() { Authorities = ["pki/ca.pem"], Revocation = new RevocationOptions { Files = ["pki/list.pem"], OnStale = onStale } };
}
