using System.Security.Cryptography.X509Certificates;
using Bulwark.Core.Hosting;
using Bulwark.Edge.Handshakes;
using Bulwark.Pki;
using Bulwark.Pki.Acme;
using Bulwark.Proxy.Tls;
using Microsoft.Extensions.Logging;

namespace Bulwark.Edge.Acme;

/// <summary>The certificates that one generation of the edge shows: the one that ACME brought for the names that it covers, else the edge's own.</summary>
internal sealed class EdgeCertificates
{
    private readonly ShownCertificate _own;
    private readonly ShownCertificate? _acme;
    private readonly HashSet<string> _acmeNames = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="Core.OperatorException">A certificate file of the settings or of the instance's own PKI is missing or unusable.</exception>
    public EdgeCertificates(EdgeOptions options, TierEnvironment environment)
    {
        _own = new ShownCertificate((options.Certificate ?? CertificateOptions.OfInstance(environment.Data, PkiFolder.EdgeServer)).Load(environment.Data));
        if (options.Acme is null)
            return;

        // Whatever became of it, the edge starts; and what nobody trusts any more is worth less than what some clients know.
        var acme = new AcmeFiles(environment.Data).TryLoad(out var problem);
        if (acme?.TargetCertificate.ValidUntil < environment.Time.GetUtcNow())
            (acme, problem) = (null, "it has expired.");

        if (acme is null)
        {
            Log.NoAcmeCertificate(environment.LoggerFactory.CreateLogger<EdgeCertificates>(), problem ?? "there is none yet.");
            return;
        }

        _acme = new ShownCertificate(acme);
        _acmeNames.UnionWith(acme.TargetCertificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames()));
    }

    /// <summary>The one for a server name; a client that names none gets the one that most clients trust.</summary>
    public ShownCertificate Choose(string serverName) => _acme is not null && (serverName.Length == 0 || _acmeNames.Contains(serverName)) ? _acme : _own;
}
