using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;
using Bulwark.Testing.Certificates;

namespace Bulwark.Pki.Tests;

public sealed class TrustStoreTests : PkiFixture
{
    private const string AnyUsage = "2.5.29.37.0";

    private readonly CertificateAuthority _authority;
    private readonly TrustStore _store;

    public TrustStoreTests()
    {
        _authority = CertificateAuthority.Create("Trusted CA", Time);
        _store = Store(_authority.Certificate);
    }

    [Fact]
    public void Takes_a_client_leaf_and_names_it()
    {
        using var leaf = _authority.IssueClient("bulwark-edge");

        var verdict = _store.Verify(leaf);

        Assert.Equal((ClientCertificateReason.Accepted, "bulwark-edge"), (verdict.Reason, verdict.CommonName));
        Assert.True(verdict.IsAccepted);
    }

    [Fact]
    public void Refuses_no_certificate() =>
        Assert.Equal(new ClientCertificateVerdict(ClientCertificateReason.NoCertificate, null), _store.Verify(null));

    [Theory]
    [InlineData(ClientCertificateReason.Accepted, Oids.ClientAuth)]
    [InlineData(ClientCertificateReason.Accepted, Oids.ServerAuth, Oids.ClientAuth)]
    [InlineData(ClientCertificateReason.MissingClientAuthEku)]
    [InlineData(ClientCertificateReason.MissingClientAuthEku, Oids.ServerAuth)]
    [InlineData(ClientCertificateReason.MissingClientAuthEku, AnyUsage)]
    [InlineData(ClientCertificateReason.MissingClientAuthEku, AnyUsage, Oids.ServerAuth)]
    [InlineData(ClientCertificateReason.MissingClientAuthEku, "1.3.6.1.5.5.7.3.4")]
    public void Demands_that_the_extended_key_usage_names_client_auth(ClientCertificateReason expected, params string[] usages) =>
        Judges(expected, new TestLeaf { Usages = usages });

    [Theory]
    [InlineData(-10, -1, ClientCertificateReason.Expired)]
    [InlineData(1, 10, ClientCertificateReason.NotYetValid)]
    [InlineData(-1, 1, ClientCertificateReason.Accepted)]
    public void Looks_at_the_dates(int daysToNotBefore, int daysToNotAfter, ClientCertificateReason expected) => Judges(expected, new TestLeaf
    {
        NotBefore = Time.GetUtcNow().AddDays(daysToNotBefore),
        NotAfter = Time.GetUtcNow().AddDays(daysToNotAfter),
    });

    [Fact]
    public void Follows_the_clock_it_is_given()
    {
        using var leaf = _authority.IssueClient("edge", TimeSpan.FromHours(1));
        Assert.True(_store.Verify(leaf).IsAccepted);

        Time.Advance(TimeSpan.FromMinutes(61));

        Assert.Equal(ClientCertificateReason.Expired, _store.Verify(leaf).Reason);
    }

    [Fact]
    public void An_expired_ca_takes_its_leaves_with_it()
    {
        using var leaf = new TestLeaf { NotAfter = _authority.Certificate.ValidUntil.AddYears(1) }.SignedBy(_authority.Certificate);

        Time.Advance(CertificateAuthority.Lifetime + TimeSpan.FromDays(1));

        Assert.Equal(ClientCertificateReason.Expired, _store.Verify(leaf).Reason);
    }

    [Fact]
    public void Refuses_a_leaf_of_another_ca_even_one_of_the_same_name()
    {
        using var stranger = CertificateAuthority.Create("Trusted CA", Time);
        using var leaf = stranger.IssueClient("bulwark-edge");

        Assert.Equal(ClientCertificateReason.Untrusted, _store.Verify(leaf, [stranger.Certificate]).Reason);
    }

    [Fact]
    public void Refuses_a_leaf_that_signed_itself()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = new CertificateRequest("CN=Trusted CA", key, HashAlgorithmName.SHA256).CreateSelfSigned(Time.GetUtcNow().AddDays(-1), Time.GetUtcNow().AddDays(1));

        Assert.Equal(ClientCertificateReason.Untrusted, _store.Verify(leaf).Reason);
    }

    [Fact]
    public void Untrusted_comes_before_everything_that_an_untrusted_certificate_says_of_itself()
    {
        using var stranger = CertificateAuthority.Create("Another CA", Time);
        using var leaf = new TestLeaf { Usages = [], NotAfter = Time.GetUtcNow().AddMinutes(-1) }.SignedBy(stranger.Certificate);

        Assert.Equal(ClientCertificateReason.Untrusted, _store.Verify(leaf).Reason);
    }

    [Fact]
    public void Refuses_a_critical_extension_that_nobody_knows() =>
        Judges(ClientCertificateReason.UnsupportedCertificate, new TestLeaf { Extra = new X509Extension("1.2.3.4", [5, 0], critical: true) });

    [Fact]
    public void Takes_rsa_of_2048_bits() => Judges(ClientCertificateReason.Accepted, new TestLeaf { Key = RSA.Create(2048) });

    [Fact]
    public void Takes_a_leaf_below_an_intermediate_that_the_client_sent_and_not_without_it()
    {
        using var root = Root();
        using var intermediate = new TestLeaf { Subject = "CN=Intermediate", IsAuthority = true, KeyUsage = X509KeyUsageFlags.KeyCertSign, Usages = [] }.SignedBy(root);
        using var leaf = new TestLeaf { NotAfter = Time.GetUtcNow().AddDays(1) }.SignedBy(intermediate);
        var store = Store(root);

        Assert.Equal(ClientCertificateReason.Accepted, store.Verify(leaf, [intermediate]).Reason);
        Assert.Equal(ClientCertificateReason.Untrusted, store.Verify(leaf).Reason);
    }

    [Fact]
    public void Refuses_a_leaf_below_an_intermediate_that_may_not_vouch_for_clients()
    {
        using var root = Root();
        using var intermediate = new TestLeaf { Subject = "CN=Intermediate", IsAuthority = true, KeyUsage = X509KeyUsageFlags.KeyCertSign, Usages = [Oids.ServerAuth] }.SignedBy(root);
        using var leaf = new TestLeaf { NotAfter = Time.GetUtcNow().AddDays(1) }.SignedBy(intermediate);

        Assert.Equal(ClientCertificateReason.MissingClientAuthEku, Store(root).Verify(leaf, [intermediate]).Reason);
    }

    [Fact]
    public void Our_cas_sign_no_further_ca()
    {
        using var intermediate = new TestLeaf { Subject = "CN=Sneaky", IsAuthority = true, KeyUsage = X509KeyUsageFlags.KeyCertSign, Usages = [] }.SignedBy(_authority.Certificate);
        using var leaf = new TestLeaf { NotAfter = Time.GetUtcNow().AddDays(1) }.SignedBy(intermediate);

        Assert.Equal(ClientCertificateReason.Untrusted, _store.Verify(leaf, [intermediate]).Reason);
    }

    [Fact]
    public void Refuses_to_work_through_a_heap_of_certificates()
    {
        using var leaf = _authority.IssueClient("edge");
        var heap = new X509Certificate2Collection(Enumerable.Repeat(_authority.Certificate, 9).ToArray());

        Assert.Equal(ClientCertificateReason.UnsupportedCertificate, _store.Verify(leaf, heap).Reason);
    }

    [Theory]
    [InlineData("CN=edge", "edge")]
    [InlineData("O=nobody", null)]
    [InlineData("CN=\"two\nlines\"", "two?lines")]
    [InlineData("CN=0123456789012345678901234567890123456789012345678901234567890123456789", "0123456789012345678901234567890123456789012345678901234567890123")]
    public void Gives_a_name_that_is_fit_for_a_log_line(string subject, string? expected)
    {
        using var leaf = new TestLeaf { Subject = subject }.SignedBy(_authority.Certificate);

        Assert.Equal(expected, _store.Verify(leaf).CommonName);
    }

    [Fact]
    public void Takes_clients_of_every_ca_in_the_file()
    {
        using var second = CertificateAuthority.Create("Second CA", Time);
        using var leaf = second.IssueClient("edge");

        Assert.True(Store(_authority.Certificate, second.Certificate).Verify(leaf).IsAccepted);
    }

    [Fact]
    public void Refuses_to_load_what_is_not_a_ca()
    {
        using var leaf = _authority.IssueClient("edge");
        System.IO.File.WriteAllText(File("bundle.pem"), leaf.ExportCertificatePem());

        Assert.Equal($"The trust store {File("bundle.pem")} holds 'CN=edge', which is not a CA certificate: remove it.",
            Assert.Throws<OperatorException>(() => TrustStore.Load(File("bundle.pem"), Time)).Message);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Its_server_policy_takes_server_leaves_of_the_store_alone(bool server, bool expected)
    {
        using var leaf = server ? _authority.IssueServer("origin", ["origin"]) : _authority.IssueClient("edge");
        using var chain = new X509Chain { ChainPolicy = _store.CreateServerPolicy() };

        Assert.Equal(expected, chain.Build(leaf));
    }

    private void Judges(ClientCertificateReason expected, TestLeaf spec)
    {
        using var leaf = spec.SignedBy(_authority.Certificate);
        Assert.Equal(expected, _store.Verify(leaf).Reason);
    }

    /// <summary>A root that may sign further CAs, unlike ours.</summary>
    private X509Certificate2 Root()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(Time.GetUtcNow().AddDays(-1), Time.GetUtcNow().AddDays(30));
    }

    private TrustStore Store(params X509Certificate2[] authorities)
    {
        System.IO.File.WriteAllText(File("trust-store.pem"), string.Join('\n', authorities.Select(authority => authority.ExportCertificatePem())));
        return TrustStore.Load(File("trust-store.pem"), Time);
    }
}
