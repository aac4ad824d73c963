using System.Globalization;
using System.Text.RegularExpressions;
using Bulwark.Core.Configuration;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>
/// A redirect. <c>#{host}</c>, <c>#{port}</c>, <c>#{path}</c> (without its leading slash) and <c>#{query}</c> (without the question mark) stand for parts of the request. It
/// always leads to https.
/// </summary>
public sealed partial record RedirectOptions : IConfigSection
{
    internal const string HostPlaceholder = "#{host}";
    internal const string PortPlaceholder = "#{port}";
    internal const string PathPlaceholder = "#{path}";
    internal const string QueryPlaceholder = "#{query}";

    private const string Same = "/" + PathPlaceholder;

    /// <summary>301, 302, 303, 307 or 308.</summary>
    public int Status { get; set; } = 302;

    /// <summary><c>https</c> or <c>#{protocol}</c>, which is https as well: there is no way from https to http.</summary>
    public string Protocol { get; set; } = "#{protocol}";

    /// <summary>A host name. <c>#{host}</c> is the one of the request, which is always one that <c>hosts</c> lists.</summary>
    public string Host { get; set; } = HostPlaceholder;

    /// <summary>1 to 65535. <c>#{port}</c> is the port of <c>publicUrl</c>, whatever the request says.</summary>
    public string Port { get; set; } = PortPlaceholder;

    /// <summary>The path, with its leading slash.</summary>
    public string Path { get; set; } = Same;

    /// <summary>The query, without the question mark.</summary>
    public string Query { get; set; } = QueryPlaceholder;

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Status is not (301 or 302 or 303 or 307 or 308))
            yield return at["status"].Error($"{Status} is not 301, 302, 303, 307 or 308");

        if (Protocol is not ("#{protocol}" or "https"))
            yield return at["protocol"].Error($"'{Protocol}' is not 'https': a redirect never leads from https to http");

        if (Uri.CheckHostName(Host.Replace(HostPlaceholder, "x", StringComparison.Ordinal)) != UriHostNameType.Dns)
            yield return at["host"].Error($"'{Host}' is not a host name or '{HostPlaceholder}'");

        if (Port != PortPlaceholder && !(int.TryParse(Port, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535))
            yield return at["port"].Error($"'{Port}' is not a port or '{PortPlaceholder}'");

        if (!IsText(Path, "[!$-;=@-~]") || Path is not ['/', ..] || Path.StartsWith("//", StringComparison.Ordinal))
            yield return at["path"].Error($"'{Path}' is not a path of at most 128 characters that starts with one '/'");

        if (!IsText(Query, "[!$-;=?-~]"))
            yield return at["query"].Error($"'{Query}' is not a query of at most 128 characters");

        if (Host == HostPlaceholder && Port == PortPlaceholder && Path == Same && Query == QueryPlaceholder)
            yield return at.Error("leads to where it comes from: change at least one of host, port, path and query");
    }

    private static bool IsText(string text, string allowed) =>
        text.Length <= 128 && Regex.IsMatch(Placeholders().Replace(text, ""), $"^{allowed}*$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    [GeneratedRegex(@"#\{(?:host|port|path|query)\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholders();
}
