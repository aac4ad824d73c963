using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;
using Bulwark.Core.Configuration;

namespace Bulwark.Pki.Tests;

public sealed class InstancePkiTests : PkiFixture
{
    private static readonly string[] AllFiles =
    [
        ".lock", "admin-ca.key.pem", "admin-ca.pem", "admin-client.key.pem", "admin-client.pem", "admin-server.key.pem", "admin-server.pem",
        "edge-client.key.pem", "edge-client.pem", "edge-server.key.pem", "edge-server.pem", "edge.key.pem", "edge.pem", "load-balancer.key.pem",
        "load-balancer.pem", "origin-ca.crl.pem", "origin-ca.key.pem", "origin-ca.pem", "public-ca.key.pem", "public-ca.pem", "revoked-client.key.pem",
        "revoked-client.pem", "unlock.key",
    ];

    [Fact]
    public void Makes_every_file_at_first_start_readable_by_its_owner_alone()
    {
        InstancePki.Ensure(Data, ["localhost"], Time);

        Assert.Equal(AllFiles, FilesThere());
        Assert.All(AllFiles, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File(file))));
    }

    [Theory]
    [InlineData(PkiFolder.EdgeServer, PkiFolder.PublicCa, Oids.ServerAuth)]
    [InlineData(PkiFolder.LoadBalancer, PkiFolder.OriginCa, Oids.ServerAuth)]
    [InlineData(PkiFolder.Edge, PkiFolder.OriginCa, Oids.ClientAuth)]
    [InlineData(PkiFolder.EdgeClient, PkiFolder.OriginCa, Oids.ClientAuth)]
    [InlineData(PkiFolder.AdminServer, PkiFolder.AdminCa, Oids.ServerAuth)]
    [InlineData(PkiFolder.AdminClient, PkiFolder.AdminCa, Oids.ClientAuth)]
    public void Each_leaf_chains_to_its_ca_for_its_one_use(string leaf, string authority, string usage)
    {
        InstancePki.Ensure(Request);

        using var certificate = LoadLeaf(leaf);
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.Add(CertificateFiles.LoadCertificate(Folder.Certificate(authority)));
        Assert.True(chain.Build(certificate));
        Assert.Equal(usage, certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<Oid>().Single().Value);
        Assert.Equal($"CN=bulwark-{leaf}", certificate.Subject);
    }

    [Theory]
    [InlineData("origin", true)]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("example.org", false)]
    public void The_load_balancer_is_known_by_its_internal_names(string name, bool expected)
    {
        InstancePki.Ensure(Request);

        using var leaf = LoadLeaf(PkiFolder.LoadBalancer);
        Assert.Equal(expected, leaf.MatchesHostname(name));
    }

    [Fact]
    public void Leaves_an_intact_folder_alone_and_needs_no_ca_key_for_that()
    {
        InstancePki.Ensure(Request);
        var before = Contents();
        System.IO.File.Delete(File("unlock.key"));
        foreach (var authority in new[] { PkiFolder.PublicCa, PkiFolder.OriginCa, PkiFolder.AdminCa })
            System.IO.File.Delete(Folder.Key(authority));

        InstancePki.Ensure(Request);

        Assert.All(Contents(), file => Assert.Equal(before[file.Key], file.Value));
    }

    [Fact]
    public void A_second_start_takes_less_than_50_ms()
    {
        InstancePki.Ensure(Request);

        var fastest = Enumerable.Range(0, 5).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            InstancePki.Ensure(Request);
            return Stopwatch.GetElapsedTime(start);
        });

        Assert.InRange(fastest, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Makes_no_public_ca_when_the_operator_brings_a_certificate_for_the_edge()
    {
        InstancePki.Ensure(Request with { HasEdgeCertificate = true });

        Assert.DoesNotContain(FilesThere(), file => file.StartsWith("public-ca", StringComparison.Ordinal) || file.StartsWith("edge-server", StringComparison.Ordinal));
        Assert.Contains("edge.pem", FilesThere(), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(334, false)]
    [InlineData(336, true)]
    [InlineData(400, true)]
    public void Renews_a_leaf_in_its_last_month_and_keeps_its_key(int days, bool expected)
    {
        InstancePki.Ensure(Request);
        using var before = LoadLeaf(PkiFolder.Edge);

        Time.Advance(TimeSpan.FromDays(days));
        InstancePki.Ensure(Request);

        using var after = LoadLeaf(PkiFolder.Edge);
        Assert.Equal(expected, after.SerialNumber != before.SerialNumber);
        Assert.Equal(before.GetPublicKeyString(), after.GetPublicKeyString());
        Assert.True(after.ValidUntil > Time.GetUtcNow());
    }

    [Theory]
    [InlineData("LOCALHOST", false)]
    [InlineData("chat.example.org", true)]
    [InlineData("192.0.2.7", true)]
    public void Issues_the_edge_server_leaf_anew_when_it_does_not_cover_a_host(string host, bool expected)
    {
        InstancePki.Ensure(Request);
        using var before = LoadLeaf(PkiFolder.EdgeServer);

        InstancePki.Ensure(Request with { Hosts = ["localhost", host] });

        using var after = LoadLeaf(PkiFolder.EdgeServer);
        Assert.Equal(expected, after.SerialNumber != before.SerialNumber);
        Assert.True(after.MatchesHostname("localhost"));
        Assert.True(after.MatchesHostname(host));
    }

    [Fact]
    public void A_new_ca_signs_its_leaves_anew()
    {
        InstancePki.Ensure(Request);
        System.IO.File.Delete(Folder.Certificate(PkiFolder.OriginCa));
        System.IO.File.Delete(Folder.Key(PkiFolder.OriginCa));

        InstancePki.Ensure(Request);

        using var leaf = LoadLeaf(PkiFolder.EdgeClient);
        Assert.Equal(ClientCertificateReason.Accepted, TrustStore.Load(Folder.Certificate(PkiFolder.OriginCa), Time).Verify(leaf).Reason);
    }

    [Fact]
    public void Goes_on_where_a_first_start_died_between_a_key_and_its_certificate()
    {
        InstancePki.Ensure(Request);
        foreach (var file in FilesThere().Except(["unlock.key", "origin-ca.key.pem"], StringComparer.Ordinal))
            System.IO.File.Delete(File(file));
        System.IO.File.WriteAllText(File("edge.key.pem"), "left behind");
        System.IO.File.WriteAllText(File("edge.key.pem.tmp"), "half a key");

        InstancePki.Ensure(Request);

        Assert.Equal(AllFiles, FilesThere());
        using var leaf = LoadLeaf(PkiFolder.Edge);
        Assert.True(leaf.HasPrivateKey);
    }

    [Fact]
    public async Task Starts_at_the_same_moment_end_with_one_pki()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => InstancePki.Ensure(Request), TestContext.Current.CancellationToken)));

        Assert.Equal(AllFiles, FilesThere());
        var before = Contents();
        InstancePki.Ensure(Request);
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void Opens_ca_keys_with_a_file_that_the_settings_name()
    {
        System.IO.File.WriteAllText(Path.Combine(Data.Secrets, "elsewhere"), "correct horse battery staple\n");
        var request = Request with { UnlockKey = new SecretFile { File = "secrets/elsewhere" } };

        InstancePki.Ensure(request);

        Assert.DoesNotContain("unlock.key", FilesThere(), StringComparer.Ordinal);
        using var authority = InstancePki.OpenAuthority(request, PkiFolder.OriginCa);
        Assert.True(authority.Certificate.HasPrivateKey);
    }

    [Fact]
    public void Ca_keys_are_encrypted_and_leaf_keys_are_plain()
    {
        InstancePki.Ensure(Request);

        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", System.IO.File.ReadAllText(File("origin-ca.key.pem")), StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", System.IO.File.ReadAllText(File("edge.key.pem")), StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{64}\n$", System.IO.File.ReadAllText(File("unlock.key")));
    }

    public static TheoryData<string, Action<InstancePkiTests>, string> Damages => new()
    {
        { "open to others", test => System.IO.File.SetUnixFileMode(test.File("edge.key.pem"), (UnixFileMode)0b110_100_000), "The file {0}/edge.key.pem is open to other users (mode 0640). Close it with: chmod 600 {0}/edge.key.pem" },
        { "ca key open to others", test => System.IO.File.SetUnixFileMode(test.File("origin-ca.key.pem"), (UnixFileMode)0b110_000_100), "The file {0}/origin-ca.key.pem is open to other users (mode 0604). Close it with: chmod 600 {0}/origin-ca.key.pem" },
        { "key missing", test => System.IO.File.Delete(test.File("edge.key.pem")), "The certificate {0}/edge.pem has no key: {0}/edge.key.pem is missing; put it back, or remove the certificate too." },
        { "another key", test => System.IO.File.Copy(test.File("edge-client.key.pem"), test.File("edge.key.pem"), overwrite: true), "The key {0}/edge.key.pem does not belong to the certificate {0}/edge.pem: put the matching pair there." },
        { "damaged certificate", test => System.IO.File.WriteAllText(test.File("edge.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), "The certificate file {0}/edge.pem is damaged: put a whole PEM file there." },
        { "empty certificate", test => System.IO.File.WriteAllText(test.File("edge.pem"), ""), "The certificate file {0}/edge.pem holds no certificate: put a PEM file there." },
        { "damaged key", test => System.IO.File.WriteAllText(test.File("edge.key.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"), "The private key file {0}/edge.key.pem is damaged: put a whole PEM file with an ECDSA or RSA key there." },
        { "encrypted leaf key", test => System.IO.File.Copy(test.File("origin-ca.key.pem"), test.File("edge.key.pem"), overwrite: true), "The private key file {0}/edge.key.pem is encrypted: store the key of a leaf as plain PKCS#8, mode 0600." },
        { "damaged ca", test => System.IO.File.WriteAllText(test.File("origin-ca.pem"), "nothing"), "The certificate file {0}/origin-ca.pem holds no certificate: put a PEM file there." },
        { "ca certificate missing", test => System.IO.File.Delete(test.File("origin-ca.pem")), "The CA certificate {0}/origin-ca.pem is missing although {0}/load-balancer.pem was signed by it: put it back, or remove its key to get a new CA." },
    };

    [Theory]
    [MemberData(nameof(Damages), DisableDiscoveryEnumeration = true)]
    public void Refuses_a_damaged_folder_in_one_sentence(string damage, Action<InstancePkiTests> cause, string message)
    {
        InstancePki.Ensure(Request);
        cause(this);
        var before = Contents();

        var refusal = Assert.Throws<OperatorException>(() => InstancePki.Ensure(Request));

        Assert.Equal(message.Replace("{0}", Data.Pki, StringComparison.Ordinal), refusal.Message);
        Assert.Equal(before, Contents());
        Assert.NotEmpty(damage);
    }

    public static TheoryData<string, Action<InstancePkiTests>, string> UselessCaKeys => new()
    {
        { "unlock key missing", test => System.IO.File.Delete(test.File("unlock.key")), "The file {0}/unlock.key is missing, and without it no CA key can be opened: put it back." },
        { "another unlock key", test => System.IO.File.WriteAllText(test.File("unlock.key"), "0000"), "The CA key {0}/origin-ca.key.pem cannot be opened: the unlock key is another one, or the file is damaged." },
        { "unlock key open to others", test => System.IO.File.SetUnixFileMode(test.File("unlock.key"), (UnixFileMode)0b110_100_100), "The file {0}/unlock.key is open to other users (mode 0644). Close it with: chmod 600 {0}/unlock.key" },
        { "ca key missing", test => System.IO.File.Delete(test.File("origin-ca.key.pem")), "The CA key {0}/origin-ca.key.pem is missing, and a certificate has to be issued: put the key back for this start." },
        { "another ca's key", test => System.IO.File.Copy(test.File("admin-ca.key.pem"), test.File("origin-ca.key.pem"), overwrite: true), "The key {0}/origin-ca.key.pem does not belong to the certificate {0}/origin-ca.pem: put the matching pair there." },
    };

    [Theory]
    [MemberData(nameof(UselessCaKeys), DisableDiscoveryEnumeration = true)]
    public void Says_why_a_missing_leaf_cannot_be_issued(string problem, Action<InstancePkiTests> cause, string message)
    {
        InstancePki.Ensure(Request);
        System.IO.File.Delete(File("edge.pem"));
        cause(this);

        var refusal = Assert.Throws<OperatorException>(() => InstancePki.Ensure(Request));

        Assert.Equal(message.Replace("{0}", Data.Pki, StringComparison.Ordinal), refusal.Message);
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Refuses_a_clock_before_the_certificates_were_made()
    {
        InstancePki.Ensure(Request);
        using var leaf = LoadLeaf(PkiFolder.EdgeServer);
        var yesterday = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Time.GetUtcNow() - TimeSpan.FromDays(1));

        var refusal = Assert.Throws<OperatorException>(() => InstancePki.Ensure(Request with { Time = yesterday }));

        Assert.Equal($"The certificate of bulwark-edge-server is not valid before {leaf.ValidFrom:u}: set the clock.", refusal.Message);
    }

    private X509Certificate2 LoadLeaf(string name) => CertificateFiles.Load(Folder.Certificate(name), Folder.Key(name));

    private string[] FilesThere() => [.. Directory.GetFiles(Data.Pki).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private Dictionary<string, string> Contents() =>
        Directory.GetFiles(Data.Pki).ToDictionary(file => file, System.IO.File.ReadAllText, StringComparer.Ordinal);
}
