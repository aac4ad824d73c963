using System.Buffers;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bulwark.Pki;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>
/// The verified identity of a connection as the tiers behind are told of it, under the names and in the forms of AWS Application Load Balancers ("HTTP headers and mutual TLS"
/// of its user guide). Prepared once a connection. Nobody else can set them: from outside they are removed before.
/// </summary>
internal sealed class ClientCertificateHeaders
{
    private const string Prefix = "X-Amzn-Mtls-Clientcert-";

    /// <summary>What stands unescaped in the PEM text: the unreserved characters of RFC 3986 section 2.3, and <c>+=/</c>.</summary>
    private static readonly SearchValues<char> Safe = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+=/");

    private readonly StringValues _serialNumber;
    private readonly StringValues _issuer;
    private readonly StringValues _subject;
    private readonly StringValues _validity;
    private readonly StringValues _leaf;

    private ClientCertificateHeaders(X509Certificate2 leaf)
    {
        _serialNumber = leaf.SerialNumber;
        _issuer = DistinguishedNames.ToRfc2253(leaf.IssuerName);
        _subject = DistinguishedNames.ToRfc2253(leaf.SubjectName);
        _validity = ValidityOf(leaf);
        _leaf = Escape(leaf.ExportCertificatePem() + "\n");
    }

    /// <summary>The headers of a peer; null for a stranger.</summary>
    public static ClientCertificateHeaders? Of(Admission admission)
    {
        if (!admission.IsVerified)
            return null;

        using var leaf = admission.Evidence.OpenLeaf();
        return leaf is null ? null : new ClientCertificateHeaders(leaf);
    }

    /// <summary><c>NotBefore=2026-01-01T00:00:00Z;NotAfter=2027-01-01T00:00:00Z</c>.</summary>
    public static string ValidityOf(X509Certificate2 leaf) =>
        string.Create(CultureInfo.InvariantCulture, $"NotBefore={leaf.ValidFrom:yyyy-MM-ddTHH:mm:ssZ};NotAfter={leaf.ValidUntil:yyyy-MM-ddTHH:mm:ssZ}");

    /// <summary>Sets the headers.</summary>
    public void WriteTo(IHeaderDictionary headers)
    {
        headers[Prefix + "Serial-Number"] = _serialNumber;
        headers[Prefix + "Issuer"] = _issuer;
        headers[Prefix + "Subject"] = _subject;
        headers[Prefix + "Validity"] = _validity;
        headers[Prefix + "Leaf"] = _leaf;
    }

    private static string Escape(string pem)
    {
        var text = new StringBuilder(pem.Length + 64);
        foreach (var letter in pem)
        {
            if (Safe.Contains(letter))
                text.Append(letter);
            else
                text.Append('%').Append(((int)letter).ToString("X2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
