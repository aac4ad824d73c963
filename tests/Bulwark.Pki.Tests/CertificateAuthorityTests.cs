using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;

namespace Bulwark.Pki.Tests;

public sealed class CertificateAuthorityTests : PkiFixture
{
    private readonly CertificateAuthority _authority;

    public CertificateAuthorityTests() => _authority = CertificateAuthority.Create("Test CA", Time);

    [Fact]
    public void A_ca_signs_leaves_and_crls_and_nothing_below_that()
    {
        var constraints = Only<X509BasicConstraintsExtension>(_authority.Certificate);
        Assert.True(constraints.CertificateAuthority);
        Assert.True(constraints.Critical);
        Assert.Equal(0, constraints.PathLengthConstraint);

        var usage = Only<X509KeyUsageExtension>(_authority.Certificate);
        Assert.True(usage.Critical);
        Assert.Equal(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, usage.KeyUsages);
        Assert.Equal(Time.GetUtcNow().AddYears(10).Year, _authority.Certificate.ValidUntil.Year);
        Assert.Equal("1.2.840.10045.4.3.2", _authority.Certificate.SignatureAlgorithm.Value);
    }

    [Fact]
    public void A_server_leaf_says_what_it_is_and_no_more()
    {
        using var leaf = _authority.IssueServer("origin", ["origin", "127.0.0.1"]);

        Assert.Equal(Oids.ServerAuth, Only<X509EnhancedKeyUsageExtension>(leaf).EnhancedKeyUsages.Cast<Oid>().Single().Value);
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, Only<X509KeyUsageExtension>(leaf).KeyUsages);
        Assert.False(Only<X509BasicConstraintsExtension>(leaf).CertificateAuthority);
        var names = Only<X509SubjectAlternativeNameExtension>(leaf);
        Assert.Equal("origin", names.EnumerateDnsNames().Single());
        Assert.Equal("127.0.0.1", names.EnumerateIPAddresses().Single().ToString());
        Assert.Equal(
            Only<X509SubjectKeyIdentifierExtension>(_authority.Certificate).SubjectKeyIdentifierBytes.ToArray(),
            Only<X509AuthorityKeyIdentifierExtension>(leaf).KeyIdentifier!.Value.ToArray());
    }

    [Fact]
    public void A_client_leaf_says_what_it_is_and_no_more()
    {
        using var leaf = _authority.IssueClient("bulwark-edge");

        Assert.Equal(Oids.ClientAuth, Only<X509EnhancedKeyUsageExtension>(leaf).EnhancedKeyUsages.Cast<Oid>().Single().Value);
        Assert.Empty(leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>());
        Assert.Equal("CN=bulwark-edge", leaf.Subject);
    }

    [Fact]
    public void A_leaf_begins_five_minutes_ago_and_lives_a_year()
    {
        Time.Advance(TimeSpan.FromHours(1));
        using var leaf = _authority.IssueClient("edge");

        Assert.InRange(leaf.ValidFrom, Time.GetUtcNow().AddMinutes(-5).AddSeconds(-1), Time.GetUtcNow().AddMinutes(-5));
        Assert.InRange(leaf.ValidUntil, Time.GetUtcNow().AddDays(365).AddSeconds(-1), Time.GetUtcNow().AddDays(365));
    }

    [Fact]
    public void A_leaf_never_outlives_its_ca()
    {
        Time.Advance(CertificateAuthority.Lifetime - TimeSpan.FromDays(10));
        using var leaf = _authority.IssueServer("origin", ["origin"]);

        Assert.Equal(_authority.Certificate.ValidUntil, leaf.ValidUntil);
    }

    [Fact]
    public void An_expired_ca_issues_nothing()
    {
        Time.Advance(CertificateAuthority.Lifetime + TimeSpan.FromDays(1));

        Assert.Equal($"The Test CA expired on {_authority.Certificate.ValidUntil:u}: remove its certificate and its key, and the next start makes a new CA.",
            Assert.Throws<OperatorException>(() => _authority.IssueClient("edge")).Message);
    }

    [Theory]
    [InlineData(397, true)]
    [InlineData(398, false)]
    public void A_server_leaf_lives_at_most_397_days(int days, bool expected)
    {
        var problem = Record.Exception(() => _authority.IssueServer("origin", ["origin"], TimeSpan.FromDays(days)).Dispose());

        Assert.Equal(expected, problem is null);
    }

    [Fact]
    public void A_server_leaf_needs_a_name() =>
        Assert.Throws<ArgumentException>(() => _authority.IssueServer("origin", []));

    [Fact]
    public void Serial_numbers_have_128_random_bits()
    {
        using var one = _authority.IssueClient("edge");
        using var other = _authority.IssueClient("edge");

        Assert.NotEqual(one.SerialNumber, other.SerialNumber, StringComparer.Ordinal);
        Assert.InRange(one.SerialNumberBytes.TrimStart<byte>(0).Length, 14, 16);
    }

    [Fact]
    public void Comes_back_from_its_files_with_the_passphrase()
    {
        _authority.Save(File("ca.pem"), File("ca.key.pem"), "open sesame"u8);

        using var opened = CertificateAuthority.Load(File("ca.pem"), File("ca.key.pem"), "open sesame"u8, Time);

        Assert.Equal(_authority.Certificate.Thumbprint, opened.Certificate.Thumbprint);
        using var leaf = opened.IssueClient("edge");
        Assert.True(TrustStore.Load(File("ca.pem"), Time).Verify(leaf).IsAccepted);
    }

    [Fact]
    public void The_stored_key_takes_at_least_210_000_rounds_to_try_a_passphrase()
    {
        _authority.Save(File("ca.pem"), File("ca.key.pem"), "open sesame"u8);

        var pem = System.IO.File.ReadAllText(File("ca.key.pem"));
        var der = Convert.FromBase64String(string.Concat(pem.Split('\n').Where(line => line.Length > 0 && line[0] != '-')));

        // INTEGER 210000 stands in the parameters of PBKDF2 (RFC 8018, appendix A.2); hmacWithSHA256 and aes256-CBC are named beside it.
        var hex = Convert.ToHexString(der);
        Assert.Contains("0203033450", hex, StringComparison.Ordinal);
        Assert.Contains("06082A864886F70D0209", hex, StringComparison.Ordinal);
        Assert.Contains("060960864801650304012A", hex, StringComparison.Ordinal);
    }

    private static T Only<T>(X509Certificate2 certificate)
        where T : X509Extension => certificate.Extensions.OfType<T>().Single();
}
