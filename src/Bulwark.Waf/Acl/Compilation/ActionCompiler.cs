using System.Buffers;
using System.Text;
using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Waf.Acl.Compilation;

/// <summary>Makes actions ready, and refuses what does not belong to an action of that kind.</summary>
internal sealed class ActionCompiler(AclProblems problems)
{
    /// <summary>What stands before the name of every header that is added to a request, so that clients' own headers are told from them.</summary>
    private const string InsertedPrefix = "x-amzn-waf-";

    private const int MostBodyBytes = 4096;
    private const int MostHeaders = 50;

    // RFC 9110, section 5.6.2
    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public AclAction Compile(AclActionOptions options, string path)
    {
        CheckBelonging(options, path);
        CheckHeaders(options.ResponseHeaders, $"{path}.responseHeaders");
        CheckHeaders(options.InsertHeaders, $"{path}.insertHeaders");
        if (options.Status is < 200 or > 599)
            problems.Add($"{path}.status", $"{options.Status} is no status from 200 to 599");

        if (options.Body is { } body && Encoding.UTF8.GetByteCount(body) > MostBodyBytes)
            problems.Add($"{path}.body", $"is longer than {MostBodyBytes} bytes");

        if (options.ContentType.AsSpan().ContainsAnyInRange('\0', '\x1F'))
            problems.Add($"{path}.contentType", "holds a control character");

        return new AclAction(options.Kind, ResponseOf(options), [.. options.InsertHeaders.Select(header => KeyValuePair.Create(InsertedPrefix + header.Key, header.Value))]);
    }

    private void CheckBelonging(AclActionOptions options, string path)
    {
        if (!Enum.IsDefined(options.Kind))
            problems.Add($"{path}.kind", $"{options.Kind} is neither Allow nor Block nor Count");

        if (options.Kind == AclActionKind.Block && options.InsertHeaders.Count > 0)
            problems.Add($"{path}.insertHeaders", "a request that is blocked goes nowhere: no headers can be added to it");

        if (options.Kind != AclActionKind.Block && (options.Status is not null || options.Body is not null || options.ResponseHeaders.Count > 0))
            problems.Add(path, $"status, body and responseHeaders belong to Block, not to {options.Kind}");
    }

    private void CheckHeaders(IReadOnlyDictionary<string, string> headers, string path)
    {
        if (headers.Count > MostHeaders)
            problems.Add(path, $"holds more than {MostHeaders} headers");

        foreach (var (name, value) in headers)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(Token))
                problems.Add($"{path}.{name}", "is no name of a header");
            else if (name.Equals("content-type", StringComparison.OrdinalIgnoreCase) || name.Equals("content-length", StringComparison.OrdinalIgnoreCase))
                problems.Add($"{path}.{name}", "is not for rules to set");

            if (value.AsSpan().ContainsAnyInRange('\0', '\x1F'))
                problems.Add($"{path}.{name}", "holds a control character");
        }
    }

    private static AclResponse ResponseOf(AclActionOptions options) =>
        options.Status is null && options.Body is null && options.ResponseHeaders.Count == 0
            ? AclResponse.Forbidden
            : new AclResponse(options.Status ?? 403, options.Body, options.Body is null ? null : options.ContentType, [.. options.ResponseHeaders]);
}
