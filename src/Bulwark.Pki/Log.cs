using Microsoft.Extensions.Logging;

namespace Bulwark.Pki;

/// <summary>Event IDs 400 to 499.</summary>
internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Information, "Made the CA {Certificate}, valid until {NotAfter:u}")]
    public static partial void AuthorityCreated(ILogger logger, string certificate, DateTimeOffset notAfter);

    [LoggerMessage(401, LogLevel.Information, "Issued {Certificate}, valid until {NotAfter:u}, because {Reason}")]
    public static partial void LeafIssued(ILogger logger, string certificate, DateTimeOffset notAfter, string reason);

    [LoggerMessage(402, LogLevel.Information, "{Certificate} signs from now on; the CA before it is trusted until {RetiresAt:u}")]
    public static partial void AuthorityReplaced(ILogger logger, string certificate, DateTimeOffset retiresAt);

    [LoggerMessage(403, LogLevel.Warning, "Revoked the certificate {Serial} of {Certificate}: revocation list number {Number}")]
    public static partial void Revoked(ILogger logger, string serial, string certificate, string number);

    [LoggerMessage(404, LogLevel.Warning, "The CA {Certificate} is trusted from now on")]
    public static partial void AuthorityImported(ILogger logger, string certificate);

    [LoggerMessage(405, LogLevel.Warning, "The CA {Certificate} is trusted no more from {RetiresAt:u}")]
    public static partial void AuthorityRetired(ILogger logger, string certificate, DateTimeOffset retiresAt);

    [LoggerMessage(406, LogLevel.Warning, "The certificate {Certificate} has {Days} days left and is not ours to renew: put a new one there")]
    public static partial void CertificateEnds(ILogger logger, string certificate, int days);

    [LoggerMessage(407, LogLevel.Error, "Certificates could not be looked after: {Reason}")]
    public static partial void UpkeepFailed(ILogger logger, string reason);

    [LoggerMessage(408, LogLevel.Warning, "The unlock key of the CAs was moved to {Place}")]
    public static partial void UnlockKeyMoved(ILogger logger, string place);

    [LoggerMessage(409, LogLevel.Warning, "The probe's revoked certificate {Certificate} could not be issued: {Reason}")]
    public static partial void NoRevokedLeaf(ILogger logger, string certificate, string reason);

    [LoggerMessage(410, LogLevel.Error, "Which revocation lists were in force cannot be remembered, so an older one could come back: {Reason}")]
    public static partial void RevocationNumbersNotKept(ILogger logger, string reason);

    [LoggerMessage(420, LogLevel.Information, "Registered with the ACME server {Directory} under its terms of service {Terms}")]
    public static partial void AcmeRegistered(ILogger logger, string directory, string terms);

    [LoggerMessage(421, LogLevel.Information, "Going on with the ACME order {Order}")]
    public static partial void AcmeOrderResumed(ILogger logger, string order);

    [LoggerMessage(422, LogLevel.Information, "Asking {Directory} for a certificate for {Names}, because {Reason}")]
    public static partial void AcmeBegins(ILogger logger, Uri directory, string names, string reason);

    [LoggerMessage(423, LogLevel.Information, "The ACME server gave a certificate for {Names}, valid until {NotAfter:u}")]
    public static partial void AcmeIssued(ILogger logger, string names, DateTimeOffset? notAfter);

    [LoggerMessage(424, LogLevel.Warning, "No certificate from the ACME server, for the {Failures}. time in a row: {Reason} The next try is at {NextTry:u}")]
    public static partial void AcmeFailed(ILogger logger, int failures, string reason, DateTimeOffset nextTry);

    [LoggerMessage(425, LogLevel.Debug, "The ACME server does not say when to renew: {Reason}")]
    public static partial void RenewalInfoMissing(ILogger logger, string reason);
}
