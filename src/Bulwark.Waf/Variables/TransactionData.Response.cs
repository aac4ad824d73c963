using Bulwark.Waf.Bodies;

namespace Bulwark.Waf.Variables;

/// <summary>The response.</summary>
internal sealed partial class TransactionData
{
    private readonly BodyBuffer _responseBody = new();

    /// <summary>The status line; <paramref name="reason"/> may be empty.</summary>
    public void SetResponseStatus(int status, ReadOnlySpan<byte> protocol, ReadOnlySpan<byte> reason)
    {
        var line = _arena.Reserve(protocol.Length + reason.Length + 16);
        protocol.CopyTo(line);
        line[protocol.Length] = (byte)' ';
        System.Buffers.Text.Utf8Formatter.TryFormat(status, line[(protocol.Length + 1)..], out var digits);
        line[protocol.Length + 1 + digits] = (byte)' ';
        reason.CopyTo(line[(protocol.Length + digits + 2)..]);
        var all = _arena.Commit(protocol.Length + digits + 2 + reason.Length);
        Set(VariableKind.StatusLine, all);
        Set(VariableKind.ResponseProtocol, all.Slice(0, protocol.Length));
        Set(VariableKind.ResponseStatus, all.Slice(protocol.Length + 1, digits));
    }

    /// <summary>Adds the next header, in the order of the response; the bytes are copied.</summary>
    public void AddResponseHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var header = new NamedValue(_arena.Add(name), _arena.Add(value));
        _responseHeaders.Add(header);
        if (!System.Text.Ascii.EqualsIgnoreCase(name, "content-type"u8))
            return;

        var semicolon = value.IndexOf((byte)';');
        var type = semicolon < 0 ? header.Value : header.Value.Slice(0, semicolon);
        Set(VariableKind.ResponseContentType, type.Slice(0, type.Span.TrimEnd(" \t"u8).Length));
    }

    /// <summary>Whether rules look at the body of this response: <c>SecResponseBodyMimeType</c> names its type.</summary>
    public bool InspectsResponseBody
    {
        get
        {
            var type = _scalars[(int)VariableKind.ResponseContentType].Value.Span;
            foreach (var inspected in Limits.ResponseMimeTypes)
            {
                if (System.Text.Ascii.EqualsIgnoreCase(type, inspected))
                    return true;
            }

            return false;
        }
    }

    /// <summary>Adds the next bytes of the body; the bytes are copied.</summary>
    public BodyVerdict AppendResponseBody(ReadOnlySpan<byte> chunk)
    {
        _responseBody.Append(chunk, Limits.ResponseBody);
        if (!_responseBody.IsTruncated)
            return BodyVerdict.Within;

        SetFlag(VariableKind.OutboundDataError, true);
        return Limits.ResponseBodyAction == BodyLimitAction.Reject ? BodyVerdict.Rejected : BodyVerdict.Truncated;
    }

    /// <summary>Makes the body, as far as it was held, visible to rules.</summary>
    public void ReadResponseBody()
    {
        SetFlag(VariableKind.OutboundDataError, _responseBody.IsTruncated);
        Set(VariableKind.ResponseBody, _responseBody.ToSlice());
        Set(VariableKind.ResponseContentLength, _arena.AddNumber(_responseBody.Length));
    }
}
