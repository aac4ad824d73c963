using Microsoft.Extensions.Logging;

namespace Bulwark.DataApi;

/// <summary>Event IDs 4000 to 4999.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Error, "The data API's database cannot answer")]
    public static partial void DatabaseUnavailable(ILogger logger, Exception exception);
}
