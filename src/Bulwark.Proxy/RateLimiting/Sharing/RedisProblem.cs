using StackExchange.Redis;

namespace Bulwark.Proxy.RateLimiting.Sharing;

/// <summary>Why counts are no longer shared, in a sentence for the log and for <c>status</c> that stays the same as long as the reason does.</summary>
internal static class RedisProblem
{
    public static string Explain(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is RedisServerException)
                return $"it refuses: {inner.Message}";

            if (inner is TimeoutException)
                return "it does not answer in time";
        }

        return "the connection was lost";
    }
}
