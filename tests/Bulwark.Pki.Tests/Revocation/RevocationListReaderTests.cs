using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;
using Bulwark.Pki.Revocation;
using Bulwark.Testing.Certificates;

namespace Bulwark.Pki.Tests.Revocation;

public sealed class RevocationListReaderTests : PkiFixture
{
    private readonly CertificateAuthority _authority;

    public RevocationListReaderTests() => _authority = CertificateAuthority.Create("Issuer", Time);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_what_the_runtime_builds_in_PEM_and_DER(bool isPem)
    {
        using var revoked = _authority.IssueClient("revoked");
        using var other = _authority.IssueClient("other");
        var made = Made(7, revoked);
        System.IO.File.WriteAllBytes(File("list"), isPem ? System.Text.Encoding.ASCII.GetBytes(made.SignedBy(_authority.Certificate)) : made.Der(_authority.Certificate));

        var list = RevocationListReader.ReadFile(File("list"));

        Assert.Equal(7, list.Number);
        Assert.Equal(made.NextUpdate.ToUnixTimeSeconds(), list.NextUpdate.ToUnixTimeSeconds());
        Assert.Equal(made.ThisUpdate.ToUnixTimeSeconds(), list.ThisUpdate.ToUnixTimeSeconds());
        Assert.Equal(_authority.Certificate.Subject, list.IssuerName.Name);
        Assert.True(list.Lists(revoked));
        Assert.False(list.Lists(other));
        Assert.True(list.IsSignedBy(_authority.Certificate));
    }

    [Fact]
    public void A_list_of_nobody_is_read_too()
    {
        var list = RevocationListReader.ReadFile(Write("list", Made(1).SignedBy(_authority.Certificate)));

        Assert.Empty(list.Serials);
    }

    [Fact]
    public void Believes_an_rsa_signature()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=RSA", key, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var authority = request.CreateSelfSigned(Time.GetUtcNow().AddDays(-1), Time.GetUtcNow().AddDays(1));

        Assert.True(RevocationListReader.ReadFile(Write("list", Made(1).SignedBy(authority))).IsSignedBy(authority));
    }

    [Fact]
    public void Believes_neither_another_ca_of_the_same_name_nor_a_changed_list()
    {
        using var stranger = Named(_authority.Certificate.SubjectName, X509KeyUsageFlags.CrlSign);
        var der = Made(1).Der(_authority.Certificate);
        Assert.False(RevocationListReader.ReadFile(Write("list", PemEncoding.WriteString("X509 CRL", der))).IsSignedBy(stranger));

        // One bit of the CRL number, which stands in the signed part.
        der[der.AsSpan().IndexOf(Convert.FromHexString("0603551D14"))+ 9] ^= 2;
        Assert.False(RevocationListReader.ReadFile(Write("list", PemEncoding.WriteString("X509 CRL", der))).IsSignedBy(_authority.Certificate));
    }

    [Theory]
    [InlineData(X509KeyUsageFlags.CrlSign, true)]
    [InlineData(X509KeyUsageFlags.KeyCertSign, false)]
    public void Believes_a_ca_only_if_it_may_sign_lists(X509KeyUsageFlags usage, bool expected)
    {
        using var authority = Named(new X500DistinguishedName("CN=Restricted"), usage);
        var der = new Crl { Issuer = authority.SubjectName }.Sign(authority.GetECDsaPrivateKey()!);
        System.IO.File.WriteAllBytes(File("list"), der);

        Assert.Equal(expected, RevocationListReader.ReadFile(File("list")).IsSignedBy(authority));
    }

    public static TheoryData<string, Crl, string> Refused => new()
    {
        { "version 1", new Crl { Version = null }, "is not of version 2." },
        { "version 3", new Crl { Version = 2 }, "is not of version 2." },
        { "no next update", new Crl { HasNextUpdate = false }, "does not say when the next one comes, so nobody could tell when it is stale." },
        { "no number", new Crl { Extensions = [] }, "has no CRL number, so an older one could take its place." },
        { "two algorithms", new Crl { InnerAlgorithm = Oids.EcdsaSha384 }, "names two different signature algorithms." },
        { "delta", new Crl { Extensions = [Crl.Number, new("2.5.29.27", true, [2, 1, 1])] }, "is a delta: give the whole list." },
        { "indirect", new Crl { Extensions = [Crl.Number, new("2.5.29.28", true, [0x30, 3, 0x84, 1, 0xFF])] }, "covers a part of the certificates only, or those of other issuers (issuing distribution point): give the issuer's whole list." },
        { "unknown critical", new Crl { Extensions = [Crl.Number, new("1.2.3.4", true, [5, 0])] }, "has the critical extension 1.2.3.4, which is not understood." },
        { "twice", new Crl { Extensions = [Crl.Number, Crl.Number] }, "has the extension 2.5.29.20 twice." },
        { "entry of another issuer", new Crl { EntryExtension = new("2.5.29.29", true, [0x30, 0]) }, "lists certificates of other issuers: give the issuer's own list." },
        { "entry that takes back", new Crl { EntryExtension = new("2.5.29.21", false, [0x0A, 1, 8]) }, "takes entries out of another list: give the whole list." },
        { "entry with unknown critical", new Crl { EntryExtension = new("1.2.3.4", true, [5, 0]) }, "has the critical extension 1.2.3.4, which is not understood." },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Refuses_what_it_does_not_understand(string kind, Crl crl, string message)
    {
        Assert.NotEmpty(kind);
        System.IO.File.WriteAllBytes(File("list"), crl.Sign(_authority.Certificate.GetECDsaPrivateKey()!));

        Assert.Equal($"The revocation list {File("list")} {message}", Assert.Throws<OperatorException>(() => RevocationListReader.ReadFile(File("list"))).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Takes_unknown_extensions_that_are_not_critical(bool isInEntry)
    {
        var unknown = new Crl.Extension("1.2.3.4", false, [5, 0]);
        var crl = isInEntry ? new Crl { EntryExtension = unknown } : new Crl { Extensions = [Crl.Number, unknown] };
        System.IO.File.WriteAllBytes(File("list"), crl.Sign(_authority.Certificate.GetECDsaPrivateKey()!));

        Assert.Equal("0102", Assert.Single(RevocationListReader.ReadFile(File("list")).Serials));
    }

    [Fact]
    public void Every_cut_of_a_list_is_damaged_and_nothing_worse()
    {
        var der = Made(1).Der(_authority.Certificate);
        for (var length = 1; length < der.Length; length++)
        {
            System.IO.File.WriteAllBytes(File("list"), der[..length]);

            Assert.Equal($"The revocation list {File("list")} is damaged: put a whole one there, PEM or DER.",
                Assert.Throws<OperatorException>(() => RevocationListReader.ReadFile(File("list"))).Message);
        }
    }

    [Fact]
    public void Every_flipped_byte_is_refused_or_unsigned()
    {
        using var revoked = _authority.IssueClient("revoked");
        var der = Made(1, revoked).Der(_authority.Certificate);
        for (var i = 0; i < der.Length; i++)
        {
            var changed = (byte[])der.Clone();
            changed[i] ^= 0x55;
            System.IO.File.WriteAllBytes(File("list"), changed);
            try
            {
                Assert.False(RevocationListReader.ReadFile(File("list")).IsSignedBy(_authority.Certificate));
            }
            catch (OperatorException e)
            {
                Assert.StartsWith($"The revocation list {File("list")} ", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Refuses_a_file_of_two_lists()
    {
        var pem = Made(1).SignedBy(_authority.Certificate);

        Assert.Equal($"The revocation list {File("list")} is not one 'X509 CRL' in PEM: put each list into a file of its own.",
            Assert.Throws<OperatorException>(() => RevocationListReader.ReadFile(Write("list", pem + pem))).Message);
    }

    private X509Certificate2 Named(X500DistinguishedName name, X509KeyUsageFlags usage)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        return request.CreateSelfSigned(Time.GetUtcNow().AddDays(-1), Time.GetUtcNow().AddDays(1));
    }

    private TestRevocationList Made(BigInteger number, params X509Certificate2[] revoked) =>
        new() { Number = number, ThisUpdate = Time.GetUtcNow(), NextUpdate = Time.GetUtcNow().AddDays(1), Revoked = revoked };

    /// <summary>Writes the lists that no careful CA makes.</summary>
    public sealed class Crl
    {
        public static Extension Number { get; } = new("2.5.29.20", false, [2, 1, 1]);

        public X500DistinguishedName Issuer { get; init; } = new("CN=Issuer");

        public int? Version { get; init; } = 1;

        public bool HasNextUpdate { get; init; } = true;

        public string InnerAlgorithm { get; init; } = Oids.EcdsaSha256;

        public IReadOnlyList<Extension> Extensions { get; init; } = [Number];

        public Extension? EntryExtension { get; init; }

        public byte[] Sign(ECDsa key)
        {
            var signed = Encode();
            var list = new AsnWriter(AsnEncodingRules.DER);
            using (list.PushSequence())
            {
                list.WriteEncodedValue(signed);
                WriteAlgorithm(list, Oids.EcdsaSha256);
                list.WriteBitString(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
            }

            return list.Encode();
        }

        private byte[] Encode()
        {
            var list = new AsnWriter(AsnEncodingRules.DER);
            using (list.PushSequence())
            {
                if (Version is { } version)
                    list.WriteInteger(version);

                WriteAlgorithm(list, InnerAlgorithm);
                list.WriteEncodedValue(Issuer.RawData);
                list.WriteUtcTime(DateTimeOffset.UnixEpoch.AddYears(50));
                if (HasNextUpdate)
                    list.WriteUtcTime(DateTimeOffset.UnixEpoch.AddYears(51));

                WriteEntry(list);
                WriteListExtensions(list);
            }

            return list.Encode();
        }

        private void WriteListExtensions(AsnWriter list)
        {
            using (list.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                WriteExtensions(list, Extensions);
        }

        private void WriteEntry(AsnWriter list)
        {
            using (list.PushSequence())
            using (list.PushSequence())
            {
                list.WriteInteger(0x0102);
                list.WriteUtcTime(DateTimeOffset.UnixEpoch.AddYears(50));
                if (EntryExtension is not null)
                    WriteExtensions(list, [EntryExtension]);
            }
        }

        private static void WriteExtensions(AsnWriter list, IEnumerable<Extension> extensions)
        {
            using (list.PushSequence())
            {
                foreach (var extension in extensions)
                {
                    using (list.PushSequence())
                    {
                        list.WriteObjectIdentifier(extension.Id);
                        if (extension.IsCritical)
                            list.WriteBoolean(true);

                        list.WriteOctetString(extension.Value);
                    }
                }
            }
        }

        private static void WriteAlgorithm(AsnWriter list, string algorithm)
        {
            using (list.PushSequence())
                list.WriteObjectIdentifier(algorithm);
        }

        public sealed record Extension(string Id, bool IsCritical, byte[] Value);
    }
}
