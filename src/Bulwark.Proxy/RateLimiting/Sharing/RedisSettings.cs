using System.Net.Security;
using System.Text;
using Bulwark.Pki;
using StackExchange.Redis;

namespace Bulwark.Proxy.RateLimiting.Sharing;

/// <summary>How the connection to Redis behaves.</summary>
internal static class RedisSettings
{
    private const int PatienceMilliseconds = 2000;

    /// <param name="options">The settings.</param>
    /// <param name="password">The password.</param>
    /// <param name="root">What relative paths start from.</param>
    /// <exception cref="Core.OperatorException">The trust store cannot be read.</exception>
    public static ConfigurationOptions Create(RateLimitRedisOptions options, ReadOnlySpan<byte> password, string root)
    {
        var settings = new ConfigurationOptions
        {
            EndPoints = { options.ParseEndpoint() ?? throw new InvalidOperationException($"'{options.Endpoint}' is no endpoint") },
            User = options.User,
            Password = Encoding.UTF8.GetString(password),
            Ssl = options.Tls,
            ConnectRetry = 1,
            ConnectTimeout = PatienceMilliseconds,
            AsyncTimeout = PatienceMilliseconds,
            KeepAlive = 5,

            // Counts that could not be told at once are worth nothing later.
            BacklogPolicy = BacklogPolicy.FailFast,
            ClientName = "bulwark",
            ConfigurationChannel = "",
            TieBreaker = "",
        };
        if (options.Tls)
            settings.SslClientAuthenticationOptions = CreateTls(options, root);

        return settings;
    }

    private static Func<string, SslClientAuthenticationOptions> CreateTls(RateLimitRedisOptions options, string root)
    {
        if (options.TrustStore is not { } file)
            return host => new SslClientAuthenticationOptions { TargetHost = host };

        // Read once now, so that a wrong path is told at the start, and again for each connection, so that a new CA needs no restart.
        var path = Path.GetFullPath(file, root);
        TrustStore.Load(path);
        return host => new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = TrustStore.Load(path).CreateServerPolicy() };
    }
}
