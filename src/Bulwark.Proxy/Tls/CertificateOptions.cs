using System.Net.Security;
using Bulwark.Core;
using Bulwark.Core.Configuration;
using Bulwark.Core.Hosting;
using Bulwark.Pki;

namespace Bulwark.Proxy.Tls;

/// <summary>A certificate and its key in PEM files. A relative path starts at the data directory.</summary>
public sealed record CertificateOptions : IConfigSection
{
    /// <summary>PEM file: the leaf, then its intermediates.</summary>
    public required string CertificateFile { get; set; }

    /// <summary>PEM file with the leaf's private key, not encrypted, readable by its owner alone.</summary>
    public required string KeyFile { get; set; }

    /// <summary>The files that the instance's own PKI makes under a name.</summary>
    public static CertificateOptions OfInstance(DataDirectory data, string name)
    {
        var folder = new PkiFolder(data);
        return new CertificateOptions { CertificateFile = folder.Certificate(name), KeyFile = folder.Key(name) };
    }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (string.IsNullOrWhiteSpace(CertificateFile))
            yield return at["certificateFile"].Error("is empty: name the PEM file that holds the certificate");

        if (string.IsNullOrWhiteSpace(KeyFile))
            yield return at["keyFile"].Error("is empty: name the PEM file that holds the private key");
    }

    /// <summary>Reads both files.</summary>
    /// <exception cref="OperatorException">A file is missing, damaged or open to others, or the two do not belong together.</exception>
    public SslStreamCertificateContext Load(DataDirectory data) =>
        CertificateFiles.LoadContext(Path.GetFullPath(CertificateFile, data.Root), Path.GetFullPath(KeyFile, data.Root));
}
