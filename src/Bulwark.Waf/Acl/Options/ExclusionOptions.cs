using Bulwark.Waf.Acl.Exclusions;

namespace Bulwark.Waf.Acl.Options;

/// <summary>
/// A place of requests at which some rules do not look: one value of one route. Rules are named by tags or as one rule. Those of the built-in groups about the shape of
/// requests, and those about the protocol, cannot be named; neither can anything but values: keys and names are always looked at.
/// </summary>
public sealed record ExclusionOptions
{
    /// <summary>The method of the route.</summary>
    public required string Method { get; init; }

    /// <summary>Its path: <c>/_matrix/client/v3/rooms/*/send/m.room.message/*</c>, where <c>*</c> is any one segment.</summary>
    public required string Path { get; init; }

    /// <summary>The value in a JSON body: <c>content.body</c>, <c>m\.new_content.body</c>, <c>items[].name</c>, all below <c>variables.**</c>. Either this or <see cref="Field"/>.</summary>
    public string? JsonPath { get; init; }

    /// <summary>The name of a field of a form or of a parameter of the query. Case counts: to a backend <c>Text</c> is another field than <c>text</c>.</summary>
    public string? Field { get; init; }

    /// <summary>The tags of the rules (<see cref="ExcludableTags"/>). Either these or <see cref="Rule"/>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The number of the one rule.</summary>
    public int? Rule { get; init; }

    /// <summary>What is wrong with it, whatever the rules are; each problem with the name of the property, as JSON spells it.</summary>
    public IReadOnlyList<WebAclProblem> Check() => [.. ExclusionChecks.Of(this)];
}
