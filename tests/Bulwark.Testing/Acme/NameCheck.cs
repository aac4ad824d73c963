using System.Formats.Asn1;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Bulwark.Testing.Acme;

/// <summary>Asks the one who says that a name is his, as a CA does, but on a port of loopback. Gives what is wrong; null: nothing.</summary>
internal static class NameCheck
{
    /// <summary>RFC 8737 section 3.</summary>
    public static async Task<string?> ByHandshakeAsync(int port, string name, string authorization)
    {
        using var tcp = new TcpClient();
        try
        {
            await tcp.ConnectAsync("127.0.0.1", port, Deadline.Token());
            await using var tls = new SslStream(tcp.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = name,
                ApplicationProtocols = [new SslApplicationProtocol("acme-tls/1")],
                RemoteCertificateValidationCallback = (_, certificate, _, _) => IsProof((X509Certificate2)certificate!, name, authorization),
            }, Deadline.Token());
            if (tls.NegotiatedApplicationProtocol.ToString() != "acme-tls/1")
                return "another protocol was chosen";

            return await tls.ReadAsync(new byte[1], Deadline.Token()) == 0 ? null : "there was something after the handshake";
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException)
        {
            return $"no handshake: {e.Message}";
        }
    }

    /// <summary>RFC 8555 section 8.3.</summary>
    public static async Task<string?> ByHttpAsync(int port, string name, string token, string authorization)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Deadline.Default };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/.well-known/acme-challenge/{token}");
        request.Headers.Host = name;
        try
        {
            using var answer = await client.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            return answer.StatusCode == System.Net.HttpStatusCode.OK && body == authorization ? null : $"status {(int)answer.StatusCode}, '{body}'";
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
    }

    private static bool IsProof(X509Certificate2 certificate, string name, string authorization)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        var proof = certificate.Extensions.Single(extension => extension.Oid!.Value == "1.3.6.1.5.5.7.1.31");
        return names.EnumerateDnsNames().SequenceEqual([name], StringComparer.Ordinal)
            && !names.EnumerateIPAddresses().Any()
            && proof.Critical
            && AsnDecoder.ReadOctetString(proof.RawData, AsnEncodingRules.DER, out _).AsSpan().SequenceEqual(SHA256.HashData(Encoding.ASCII.GetBytes(authorization)))
            && certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
    }
}
