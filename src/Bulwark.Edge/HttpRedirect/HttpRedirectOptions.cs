using Bulwark.Core.Configuration;
using Bulwark.Proxy.Listeners;

namespace Bulwark.Edge.HttpRedirect;

/// <summary>A listener for plain HTTP that sends everybody to https and does nothing else: section <c>edge.httpRedirect</c>. Without the section no such port is open.</summary>
public sealed record HttpRedirectOptions : IConfigSection
{
    /// <summary>Where it listens. Default: port 8080 on both loopback addresses.</summary>
    public ListenerOptions Listen { get; set; } = new();

    /// <summary>The host that clients are sent to, with its port if it is not 443: <c>chat.example.org</c>. The Host that a client asks for never counts.</summary>
    public required string Host { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (!Uri.TryCreate($"https://{Host}/", UriKind.Absolute, out var url) || url.Authority.Length == 0
            || !(url.Authority == Host || $"{url.Host}:{url.Port}" == Host))
        {
            yield return at["host"].Error($"'{Host}' is not a host name in lower case, with or without a port");
        }

        foreach (var error in Listen.Validate(at["listen"]))
            yield return error;
    }
}
