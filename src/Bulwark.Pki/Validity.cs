using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Pki;

/// <summary>The life of a certificate as points in time; the class itself gives local times.</summary>
public static class Validity
{
    extension(X509Certificate2 certificate)
    {
        /// <summary>Not before, in UTC.</summary>
        public DateTimeOffset ValidFrom => new(certificate.NotBefore.ToUniversalTime());

        /// <summary>Not after, in UTC.</summary>
        public DateTimeOffset ValidUntil => new(certificate.NotAfter.ToUniversalTime());
    }
}
