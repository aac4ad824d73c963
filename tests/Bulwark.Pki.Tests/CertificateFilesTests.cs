using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Testing.Certificates;

namespace Bulwark.Pki.Tests;

public sealed class CertificateFilesTests : PkiFixture
{
    [Fact]
    public async Task A_loaded_pair_serves_tls()
    {
        InstancePki.Ensure(Request);
        using var leaf = CertificateFiles.Load(Folder.Certificate(PkiFolder.EdgeServer), Folder.Key(PkiFolder.EdgeServer));
        var policy = TrustStore.Load(Folder.Certificate(PkiFolder.PublicCa), Time).CreateServerPolicy();

        await ConnectAsync(new SslServerAuthenticationOptions { ServerCertificate = leaf }, new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = policy });
    }

    [Fact]
    public async Task A_context_sends_the_intermediates_of_the_file()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Root", rootKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var root = request.CreateSelfSigned(Time.GetUtcNow().AddDays(-1), Time.GetUtcNow().AddDays(30));
        using var intermediate = new TestLeaf { Subject = "CN=Intermediate", IsAuthority = true, KeyUsage = X509KeyUsageFlags.KeyCertSign, Usages = [] }.SignedBy(root);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("chat.example.org");
        using var key = RSA.Create(2048);
        using var leaf = new TestLeaf { Key = key, Usages = [Oids.ServerAuth], Extra = names.Build() }.SignedBy(intermediate);
        PrivateFile.Replace(File("key.pem"), Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        PrivateFile.Replace(File("root.pem"), Encoding.ASCII.GetBytes(root.ExportCertificatePem()));
        PrivateFile.Replace(File("chain.pem"), Encoding.ASCII.GetBytes(leaf.ExportCertificatePem() + "\n" + intermediate.ExportCertificatePem()));

        var context = CertificateFiles.LoadContext(File("chain.pem"), File("key.pem"));

        await ConnectAsync(
            new SslServerAuthenticationOptions { ServerCertificateContext = context },
            new SslClientAuthenticationOptions { TargetHost = "chat.example.org", CertificateChainPolicy = TrustStore.Load(File("root.pem"), Time).CreateServerPolicy() });
    }

    [Fact]
    public void Names_a_certificate_file_that_is_not_there() =>
        Assert.StartsWith($"The certificate file {File("no.pem")} cannot be read: ",
            Assert.Throws<OperatorException>(() => CertificateFiles.Load(File("no.pem"), File("no.key.pem"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Names_a_key_file_that_cannot_be_read()
    {
        InstancePki.Ensure(Request);

        // Even root cannot read a folder as a file.
        Assert.StartsWith($"The file {Data.Pki} cannot be read: ",
            Assert.Throws<OperatorException>(() => PrivateFile.Read(Data.Pki)).Message, StringComparison.Ordinal);
    }

    private static async Task ConnectAsync(SslServerAuthenticationOptions server, SslClientAuthenticationOptions client)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var outgoing = new TcpClient();
        var accepting = listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();
        await outgoing.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using var incoming = await accepting;
        await using var serverTls = new SslStream(incoming.GetStream());
        await using var clientTls = new SslStream(outgoing.GetStream());

        await Task.WhenAll(
            serverTls.AuthenticateAsServerAsync(server, TestContext.Current.CancellationToken),
            clientTls.AuthenticateAsClientAsync(client, TestContext.Current.CancellationToken));

        Assert.True(clientTls.IsAuthenticated);
    }
}
