using System.Text;
using Bulwark.Core.Configuration;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>An answer that is given word by word.</summary>
public sealed record FixedResponseOptions : IConfigSection
{
    internal const int MostBodyBytes = 1024;

    private static readonly string[] ContentTypes = ["text/plain", "text/css", "text/html", "application/javascript", "application/json"];

    /// <summary>200 to 299, or 400 to 599.</summary>
    public required int Status { get; set; }

    /// <summary><c>text/plain</c>, <c>text/css</c>, <c>text/html</c>, <c>application/javascript</c> or <c>application/json</c>.</summary>
    public string ContentType { get; set; } = "text/plain";

    /// <summary>The body, at most 1,024 bytes of UTF-8.</summary>
    public string Body { get; set; } = "";

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Status is not ((>= 200 and <= 299) or (>= 400 and <= 599)))
            yield return at["status"].Error($"{Status} is out of range: 200 to 299, or 400 to 599");

        if (!ContentTypes.Contains(ContentType))
            yield return at["contentType"].Error($"'{ContentType}' is not one of {string.Join(", ", ContentTypes)}");

        if (Encoding.UTF8.GetByteCount(Body) > MostBodyBytes)
            yield return at["body"].Error($"has {Encoding.UTF8.GetByteCount(Body)} bytes: at most {MostBodyBytes} are allowed");

        if (Body.Length > 0 && Status is (204 or 205))
            yield return at["body"].Error($"cannot be sent with status {Status}");
    }
}
