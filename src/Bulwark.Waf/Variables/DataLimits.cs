using Bulwark.Waf.Bodies;

namespace Bulwark.Waf.Variables;

/// <summary>What a rule set says about how requests and responses are read. Sizes are in bytes.</summary>
internal sealed record DataLimits
{
    public static DataLimits Default { get; } = new();

    /// <summary><c>SecArgumentSeparator</c>: what stands between the arguments of a query and of a form.</summary>
    public byte ArgumentSeparator { get; init; } = (byte)'&';

    /// <summary><c>SecArgumentsLimit</c>: further arguments are not kept, and <see cref="TransactionData.ArgumentsLimitExceeded"/> says so.</summary>
    public int Arguments { get; init; } = 10_000;

    /// <summary><c>SecRequestBodyLimit</c>.</summary>
    public int RequestBody { get; init; } = 1024 * 1024;

    /// <summary><c>SecRequestBodyNoFilesLimit</c>: of a form, JSON and XML the whole; of multipart what is not in files.</summary>
    public int RequestBodyNoFiles { get; init; } = 1024 * 1024;

    /// <summary><c>SecRequestBodyLimitAction</c>.</summary>
    public BodyLimitAction RequestBodyAction { get; init; } = BodyLimitAction.Reject;

    /// <summary><c>SecRequestBodyJsonDepthLimit</c>: how many objects and arrays may be open at once.</summary>
    public int JsonDepth { get; init; } = 10_000;

    /// <summary>Whether a body in no known format becomes an argument as a whole, and is read as JSON too when it begins like JSON. Not in ModSecurity.</summary>
    public bool ReadsUnknownBodies { get; init; }

    /// <summary><c>SecUploadFileLimit</c>: how many files a multipart body may hold before <c>MULTIPART_FILE_LIMIT_EXCEEDED</c>.</summary>
    public int Files { get; init; } = 100;

    /// <summary><c>SecTmpSaveUploadedFiles</c>: whether <c>FILES_TMP_CONTENT</c> shows what is in files.</summary>
    public bool KeepsFileContents { get; init; }

    /// <summary><c>SecResponseBodyLimit</c>.</summary>
    public int ResponseBody { get; init; } = 512 * 1024;

    /// <summary><c>SecResponseBodyLimitAction</c>.</summary>
    public BodyLimitAction ResponseBodyAction { get; init; } = BodyLimitAction.ProcessPartial;

    /// <summary><c>SecResponseBodyMimeType</c>: the only types whose bodies are looked at. Compared without case.</summary>
    public IReadOnlyList<string> ResponseMimeTypes { get; init; } = ["text/plain", "text/html", "text/xml"];
}
