using System.Net;
using Bulwark.Pki;
using Microsoft.Extensions.Logging;

namespace Bulwark.LoadBalancer;

/// <summary>Event IDs 2000 to 2999.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Warning, "Connection of {ClientAddress} refused: {Reason}, certificate of '{CommonName}'")]
    public static partial void ConnectionRefused(ILogger logger, EndPoint? clientAddress, ClientCertificateReason reason, string? commonName);
}
