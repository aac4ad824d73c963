using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy;

/// <summary>Event IDs 500 to 599.</summary>
internal static partial class Log
{
    [LoggerMessage(500, LogLevel.Warning, "Request {RequestId} could not be forwarded to {Target}: {Reason} ({Detail})")]
    public static partial void ForwardingFailed(ILogger logger, string requestId, string target, ForwarderError reason, string? detail);
}
