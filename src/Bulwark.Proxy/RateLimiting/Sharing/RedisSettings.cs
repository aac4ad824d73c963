using System.Text;
using StackExchange.Redis;

namespace Bulwark.Proxy.RateLimiting.Sharing;

/// <summary>How the connection to Redis behaves.</summary>
internal static class RedisSettings
{
    private const int PatienceMilliseconds = 2000;
    private const int RetryMilliseconds = 1000;

    /// <param name="options">The settings.</param>
    /// <param name="password">The password.</param>
    /// <param name="root">What relative paths start from.</param>
    public static ConfigurationOptions Create(RateLimitRedisOptions options, ReadOnlySpan<byte> password, string root)
    {
        var settings = new ConfigurationOptions
        {
            EndPoints = { options.ParseEndpoint() ?? throw new InvalidOperationException($"'{options.Endpoint}' is no endpoint") },
            User = options.User,
            Password = Encoding.UTF8.GetString(password),
            Ssl = options.Tls,
            AbortOnConnectFail = false,
            ConnectTimeout = PatienceMilliseconds,
            AsyncTimeout = PatienceMilliseconds,
            KeepAlive = 5,
            ReconnectRetryPolicy = new LinearRetry(RetryMilliseconds),

            // Counts that could not be told at once are worth nothing later.
            BacklogPolicy = BacklogPolicy.FailFast,
            ClientName = "bulwark",
            ConfigurationChannel = "",
            TieBreaker = "",
        };
        if (options.TrustStore is { } trustStore)
            settings.TrustIssuer(Path.GetFullPath(trustStore, root));

        return settings;
    }
}
