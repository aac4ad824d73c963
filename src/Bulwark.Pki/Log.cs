using Microsoft.Extensions.Logging;

namespace Bulwark.Pki;

/// <summary>Event IDs 400 to 499.</summary>
internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Information, "Made the CA {Certificate}, valid until {NotAfter:u}")]
    public static partial void AuthorityCreated(ILogger logger, string certificate, DateTimeOffset notAfter);

    [LoggerMessage(401, LogLevel.Information, "Issued {Certificate}, valid until {NotAfter:u}, because {Reason}")]
    public static partial void LeafIssued(ILogger logger, string certificate, DateTimeOffset notAfter, string reason);
}
