using Microsoft.Extensions.Logging;

namespace Bulwark;

/// <summary>Event IDs 9000 to 9099.</summary>
internal static partial class Log
{
    [LoggerMessage(9000, LogLevel.Warning, "{Setting}")]
    public static partial void WeakSetting(ILogger logger, string setting);

    [LoggerMessage(9001, LogLevel.Information, "Stopping")]
    public static partial void Stopping(ILogger logger);
}
