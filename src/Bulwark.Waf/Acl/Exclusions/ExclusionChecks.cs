using System.Buffers;
using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Evaluation;

namespace Bulwark.Waf.Acl.Exclusions;

/// <summary>What an exclusion must be, before any rule is known.</summary>
internal static class ExclusionChecks
{
    private const int LongestName = 256;
    private const int LongestPath = 1024;

    private static readonly SearchValues<char> Upper = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static readonly SearchValues<char> InPaths = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%!$&'()+,;=:@*/");

    public static IEnumerable<WebAclProblem> Of(ExclusionOptions options) =>
        OfMethod(options.Method).Concat(OfPath(options.Path)).Concat(OfPlace(options)).Concat(OfRules(options));

    private static IEnumerable<WebAclProblem> OfMethod(string method)
    {
        if (method.Length is 0 or > 32 || method.AsSpan().ContainsAnyExcept(Upper))
            yield return new WebAclProblem("method", $"'{method}' is no method: write GET, PUT, POST, ...");
    }

    private static IEnumerable<WebAclProblem> OfPath(string path)
    {
        if (!path.StartsWith('/') || path.Length > LongestPath || path.AsSpan().ContainsAnyExcept(InPaths))
            yield return new WebAclProblem("path", $"'{path}' is no path: it begins with '/', and has neither a query nor characters that an address has not");
        else if (path.Split('/').Any(segment => segment.Length > 1 && segment.Contains('*', StringComparison.Ordinal)))
            yield return new WebAclProblem("path", $"'{path}' has a '*' beside other characters: it stands for one whole segment");
        else if (path.Split('/').All(segment => segment is "" or "*"))
            yield return new WebAclProblem("path", $"'{path}' fits nearly every path: name the route");
    }

    private static IEnumerable<WebAclProblem> OfPlace(ExclusionOptions options)
    {
        if (options.JsonPath is null == options.Field is null)
            yield return new WebAclProblem("jsonPath", "and 'field' are two ways to name one value: give one of them");

        if (options.JsonPath is { } path && ProblemOf(path) is { } problem)
            yield return new WebAclProblem("jsonPath", problem);

        if (options.Field is { } field && (field.Length is 0 or > LongestName || field.StartsWith("json.", StringComparison.OrdinalIgnoreCase) || field.Any(char.IsControl)))
            yield return new WebAclProblem("field", $"'{field}' is no name of a field; a value in a JSON body has a 'jsonPath'");
    }

    private static string? ProblemOf(string jsonPath)
    {
        if (jsonPath.Length > LongestName || jsonPath.Any(char.IsControl))
            return "is too long, or has characters that nobody writes";

        try
        {
            _ = new PathSelector(jsonPath);
            return null;
        }
        catch (RuleException e)
        {
            return e.Message;
        }
    }

    private static IEnumerable<WebAclProblem> OfRules(ExclusionOptions options)
    {
        if (options.Tags.Count == 0 == options.Rule is null)
            yield return new WebAclProblem("tags", "and 'rule' are two ways to name rules: give one of them");

        for (var i = 0; i < options.Tags.Count; i++)
        {
            if (!ExcludableTags.Contains(options.Tags[i]))
                yield return new WebAclProblem($"tags[{i}]", $"'{options.Tags[i]}' cannot be excluded: only classes of attacks in what people write can, like attack-sqli; rules about the protocol, sizes, duplicate keys and GraphQL stay");
        }
    }
}
