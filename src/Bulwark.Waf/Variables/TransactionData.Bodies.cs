using Bulwark.Waf.Bodies;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Variables;

/// <summary>The request body: held once, then read into arguments, files and XML values.</summary>
internal sealed partial class TransactionData
{
    private readonly RequestBodyReading _requestBodyReading = new();
    private readonly BodyBuffer _requestBody = new();
    private readonly ValueStore _files = new();
    private readonly ValueStore _fileSizes = new();
    private readonly ValueStore _fileContents = new();
    private readonly ValueStore _multipartNames = new();
    private readonly ValueStore _multipartFilenames = new();
    private readonly ValueStore _partHeaders = new();
    private readonly ValueStore _xmlText = new();
    private readonly ValueStore _xmlAttributes = new();
    private BodyFormat _requestBodyFormat;
    private ByteSlice _fullRequest;

    /// <summary>How the body is going to be read: first what its Content-Type says, then what <c>ctl:requestBodyProcessor</c> says.</summary>
    public BodyFormat RequestBodyFormat
    {
        get => _requestBodyFormat;
        set
        {
            _requestBodyFormat = value;
            Set(VariableKind.ReqbodyProcessor, BodyFormats.NameOf(value));
        }
    }

    /// <summary>The sum of the sizes of all files of a multipart body.</summary>
    public long FilesCombinedSize { get; private set; }

    /// <summary>Whether a JSON object gave one name twice: parsers disagree about which one counts.</summary>
    public bool HasDuplicateKeys { get; set; }

    /// <summary>The body as far as it was held, without a copy.</summary>
    public ByteSlice RequestBody => _requestBody.ToSlice();

    /// <summary><c>ctl:forceRequestBodyVariable</c>: whether <c>REQUEST_BODY</c> shows the body whatever its format.</summary>
    public bool ForcesRequestBodyVariable { get; set; }

    /// <summary>Whether the body was longer than <see cref="DataLimits.RequestBody"/>.</summary>
    public bool RequestBodyIsTruncated => _requestBody.IsTruncated;

    /// <summary>Prepares for a body of an announced length.</summary>
    public void ReserveRequestBody(long announcedLength) => _requestBody.Reserve(announcedLength, Limits.RequestBody);

    /// <summary>Adds the next bytes of the body; the bytes are copied.</summary>
    public BodyVerdict AppendRequestBody(ReadOnlySpan<byte> chunk)
    {
        _requestBody.Append(chunk, Limits.RequestBody);
        if (!_requestBody.IsTruncated)
            return BodyVerdict.Within;

        SetFlag(VariableKind.InboundDataError, true);
        return Limits.RequestBodyAction == BodyLimitAction.Reject ? BodyVerdict.Rejected : BodyVerdict.Truncated;
    }

    /// <summary>Reads the body, which is complete, into variables. What is wrong with it is in <c>REQBODY_ERROR</c> afterwards.</summary>
    public void ReadRequestBody()
    {
        Set(VariableKind.RequestBodyLength, _arena.AddNumber(_requestBody.Length));
        SetFlag(VariableKind.InboundDataError, _requestBody.IsTruncated);
        SetFlag(VariableKind.ReqbodyError, false);
        SetFlag(VariableKind.ReqbodyProcessorError, false);
        _requestBodyReading.Read(this);
        if (ForcesRequestBodyVariable || IsSeenWhole)
            Set(VariableKind.RequestBody, _requestBody.ToSlice());
    }

    /// <summary>The body's reader could not make sense of it.</summary>
    /// <param name="message">What is wrong, for rules to log.</param>
    public void SetBodyError(ReadOnlySpan<byte> message)
    {
        SetBodyRefusal(message);
        SetFlag(VariableKind.ReqbodyProcessorError, true);
        SetScalar(VariableKind.ReqbodyProcessorErrorMsg, message);
    }

    /// <summary>The body is well formed but above a limit.</summary>
    public void SetBodyLimitError()
    {
        SetBodyRefusal("Request body excluding files is bigger than the maximum expected."u8);
        SetFlag(VariableKind.InboundDataError, true);
    }

    public void SetUrlEncodedError() => SetFlag(VariableKind.UrlencodedError, true);

    public void SetMultipartFlag(VariableKind flag, int value) => Set(flag, _arena.AddNumber(value));

    /// <summary>Adds a file of a multipart body.</summary>
    /// <param name="field">The name of its form field.</param>
    /// <param name="fileName">The name that the client gives the file.</param>
    /// <param name="content">Its bytes; they are not kept, only counted, unless the rule set asks for them.</param>
    public void AddFile(ByteSlice field, ByteSlice fileName, ByteSlice content)
    {
        _files.Add(new NamedValue(field, fileName));
        _fileSizes.Add(new NamedValue(field, _arena.AddNumber(content.Length)));
        FilesCombinedSize += content.Length;
        if (Limits.KeepsFileContents)
            _fileContents.Add(new NamedValue(field, content));
    }

    /// <summary>Adds another name of a file that has been added.</summary>
    public void AddFileName(ByteSlice field, ByteSlice fileName) => _files.Add(new NamedValue(field, fileName));

    /// <summary>Adds what a part of a multipart body says about itself; a missing file name is empty.</summary>
    public void AddPartName(ByteSlice name) => _multipartNames.Add(new NamedValue(name, name));

    public void AddPartFilename(ByteSlice field, ByteSlice fileName) => _multipartFilenames.Add(new NamedValue(field, fileName));

    /// <summary>Adds a header line of a part, as received but unfolded, under the name of the part.</summary>
    public void AddPartHeader(ByteSlice field, ByteSlice line) => _partHeaders.Add(new NamedValue(field, line));

    public void AddXmlText(ByteSlice text) => _xmlText.Add(new NamedValue(default, text));

    public void AddXmlAttribute(ByteSlice name, ByteSlice value) => _xmlAttributes.Add(new NamedValue(name, value));

    /// <summary>
    /// As the reference says, <c>REQUEST_BODY</c> is for forms; of a form with files it shows the files as well, as in libmodsecurity. JSON and XML that have been taken apart are seen
    /// in parts. A body in no known format, or one that could not be taken apart, is seen whole too, so that nothing goes unseen.
    /// </summary>
    private bool IsSeenWhole =>
        RequestBodyFormat is BodyFormat.None or BodyFormat.UrlEncoded or BodyFormat.Multipart || _scalars[(int)VariableKind.ReqbodyError].Value.Span is not [(byte)'0'];

    private void SetBodyRefusal(ReadOnlySpan<byte> message)
    {
        SetFlag(VariableKind.ReqbodyError, true);
        SetScalar(VariableKind.ReqbodyErrorMsg, message);
    }

    private int FullRequestLength
    {
        get
        {
            var length = 2 + _requestBody.Length;
            foreach (ref readonly var header in _requestHeaders.Values)
                length += header.Name.Length + header.Value.Length + 3;

            return length;
        }
    }

    /// <summary>Headers and body in one piece: a copy, made only when a rule asks for it.</summary>
    private ByteSlice FullRequest()
    {
        var length = FullRequestLength;
        if (_fullRequest.Length == length)
            return _fullRequest;

        var output = _arena.Reserve(length);
        var written = 0;
        foreach (ref readonly var header in _requestHeaders.Values)
        {
            written += Write(header.Name.Span, output[written..]);
            written += Write(": "u8, output[written..]);
            written += Write(header.Value.Span, output[written..]);
            written += Write("\n"u8, output[written..]);
        }

        written += Write("\n\n"u8, output[written..]);
        written += Write(_requestBody.ToSlice().Span, output[written..]);
        return _fullRequest = _arena.Commit(written);
    }

    private static int Write(ReadOnlySpan<byte> bytes, Span<byte> output)
    {
        bytes.CopyTo(output);
        return bytes.Length;
    }

    private void ResetBodies()
    {
        _requestBody.Reset();
        _responseBody.Reset();
        _files.Clear();
        _fileSizes.Clear();
        _fileContents.Clear();
        _multipartNames.Clear();
        _multipartFilenames.Clear();
        _partHeaders.Clear();
        _xmlText.Clear();
        _xmlAttributes.Clear();

        _requestBodyFormat = BodyFormat.None;
        _fullRequest = default;
        FilesCombinedSize = 0;
        HasDuplicateKeys = false;
        ForcesRequestBodyVariable = false;
    }
}
