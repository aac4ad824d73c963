using Bulwark.Core.Configuration;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>What of a request decides about its target: exactly one of the four.</summary>
public sealed record HashKeyOptions : IConfigSection
{
    /// <summary>The value of a request header.</summary>
    public string? Header { get; set; }

    /// <summary>The value of a cookie.</summary>
    public string? Cookie { get; set; }

    /// <summary>
    /// A segment of the path, counted from 1, percent-decoded. In <c>/_matrix/client/v3/rooms/{roomId}/...</c> the room ID is segment 5.
    /// </summary>
    public int? PathSegment { get; set; }

    /// <summary>The address of the client.</summary>
    public bool SourceAddress { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        var given = (Header is null ? 0 : 1) + (Cookie is null ? 0 : 1) + (PathSegment is null ? 0 : 1) + (SourceAddress ? 1 : 0);
        if (given != 1)
            yield return at.Error("takes exactly one of header, cookie, pathSegment and sourceAddress");

        if (Header is not null && !Names.IsToken(Header))
            yield return at["header"].Error($"'{Header}' is not the name of a header");

        if (Cookie is not null && !Names.IsToken(Cookie))
            yield return at["cookie"].Error($"'{Cookie}' is not the name of a cookie");

        if (PathSegment is < 1 or > 32)
            yield return at["pathSegment"].Error($"{PathSegment} is out of range: 1 to 32");
    }
}
