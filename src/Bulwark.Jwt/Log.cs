using Microsoft.Extensions.Logging;

namespace Bulwark.Jwt;

/// <summary>Event IDs 200 to 299.</summary>
internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Warning, "The issuer's keys cannot be fetched from {JwksUri}")]
    public static partial void KeysUnavailable(ILogger logger, Exception exception, Uri jwksUri);

    [LoggerMessage(201, LogLevel.Warning, "What {JwksUri} answers is no key set")]
    public static partial void KeysUnreadable(ILogger logger, Uri jwksUri);

    [LoggerMessage(202, LogLevel.Warning, "The issuer's key {KeyId} cannot be used")]
    public static partial void KeyUnusable(ILogger logger, Exception exception, string keyId);
}
