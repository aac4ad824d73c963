using Microsoft.Extensions.Logging;

namespace Bulwark.Jwt;

/// <summary>Event IDs 200 to 299.</summary>
internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Warning, "The issuer's keys cannot be fetched from {JwksUri}")]
    public static partial void KeysUnavailable(ILogger logger, Exception exception, Uri jwksUri);
}
