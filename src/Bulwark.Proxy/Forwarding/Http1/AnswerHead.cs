using System.Globalization;
using System.Text;

namespace Bulwark.Proxy.Forwarding.Http1;

/// <summary>Status and headers of an answer (RFC 9112), read strictly: what two readers could understand in two ways is refused. Used for one answer after the other.</summary>
internal sealed class AnswerHead
{
    /// <summary>So many bytes at most, with all that a target says before its answer.</summary>
    public const int MostBytes = 64 * 1024;

    private const int MaxLengthDigits = 18;
    private const int StatusAt = 9;
    private const int ReasonAt = 13;

    private readonly FieldList _fields = new();
    private HashSet<string>? _named;
    private bool _isHttp11;

    /// <summary>100 to 999.</summary>
    public int Status { get; private set; }

    /// <summary>The words beside the status; empty when there are none.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Bytes of the body; -1 when the head does not say.</summary>
    public long Length { get; private set; }

    /// <summary>The body comes in chunks.</summary>
    public bool IsChunked { get; private set; }

    /// <summary>The target leaves the connection open after the answer.</summary>
    public bool IsPersistent { get; private set; }

    /// <summary>The headers.</summary>
    public ReadOnlySpan<Field> Fields => _fields.Fields;

    /// <summary>False as soon as these first bytes of an answer cannot become one.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> bytes)
    {
        var begin = "HTTP/1."u8;
        return bytes.Length < begin.Length ? begin.StartsWith(bytes) : bytes.StartsWith(begin);
    }

    /// <summary>
    /// True when a body follows (RFC 9112 section 6.3). Methods are compared with case (RFC 9110 section 9.1): a target that gets <c>head</c> answers with a body, and that would be taken
    /// for the next answer.
    /// </summary>
    public bool HasBody(string method) => method != "HEAD" && Status is not (204 or 304) && Length != 0;

    /// <summary>True when the header is for the client.</summary>
    public bool IsForwarded(in Field field) =>
        field.Name.Role is FieldRole.Plain or FieldRole.Secret or FieldRole.ContentLength && _named?.Contains(field.Name.Text) != true;

    /// <summary>Reads what a Content-Length says.</summary>
    public static bool TryReadLength(string value, out long length)
    {
        length = -1;
        return value.Length <= MaxLengthDigits && !value.AsSpan().ContainsAnyExceptInRange('0', '9')
            && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out length);
    }

    /// <summary>Takes the bytes of a head, up to and with the empty line.</summary>
    /// <exception cref="BadAnswerException">They are none.</exception>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        Clear();
        ReadStatusLine(FieldList.TakeLine(ref bytes));
        for (var line = FieldList.TakeLine(ref bytes); !line.IsEmpty; line = FieldList.TakeLine(ref bytes))
            Take(in _fields.Add(line));

        // RFC 9112 section 6.3: one of the two was meant for somebody else.
        if (IsChunked && Length >= 0)
            throw new BadAnswerException("The answer has both Content-Length and Transfer-Encoding.");

        // RFC 9110 section 8.6, RFC 9112 section 6.1: such an answer has none. A target that speaks of one all the same may send it, and that would be taken for the next answer.
        if (Status == 204 && (IsChunked || Length > 0))
            IsPersistent = false;
    }

    /// <summary>Nobody needs it any more.</summary>
    public void Forget()
    {
        _fields.Forget();
        _named = null;
    }

    private void Clear()
    {
        _fields.Clear();
        _named = null;
        (Length, IsChunked) = (-1, false);
    }

    private void ReadStatusLine(ReadOnlySpan<byte> line)
    {
        if (line.Length < StatusAt + 3 || !MayBegin(line) || line[7] is < (byte)'0' or > (byte)'9' || line[8] != ' ' || FieldList.HasControls(line))
            throw new BadAnswerException("The answer does not begin like one.");

        var digits = line.Slice(StatusAt, 3);
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || digits[0] == '0' || (line.Length > StatusAt + 3 && line[StatusAt + 3] != ' '))
            throw new BadAnswerException("The answer has no status.");

        Status = ((digits[0] - '0') * 100) + ((digits[1] - '0') * 10) + (digits[2] - '0');
        IsPersistent = _isHttp11 = line[7] != '0';
        var reason = line.Length > ReasonAt ? line[ReasonAt..] : default;
        if (!Ascii.Equals(reason, Reason))
            Reason = Encoding.Latin1.GetString(reason);
    }

    private void Take(in Field field)
    {
        switch (field.Name.Role)
        {
            case FieldRole.ContentLength:
                SetLength(field.Value);
                break;
            case FieldRole.TransferEncoding:
                SetChunked(field.Value);
                break;
            case FieldRole.Connection:
                SetConnection(field.Value);
                break;
        }
    }

    private void SetLength(string value)
    {
        if (!TryReadLength(value, out var length))
            throw new BadAnswerException("The Content-Length of the answer is no number.");

        if (Length >= 0 && Length != length)
            throw new BadAnswerException("The answer has several lengths.");

        Length = length;
    }

    /// <summary>We ask for no other coding, and HTTP/1.0 has none (RFC 9112 section 6.1).</summary>
    private void SetChunked(string value)
    {
        if (IsChunked || !_isHttp11 || !value.Equals("chunked", StringComparison.OrdinalIgnoreCase))
            throw new BadAnswerException("The answer has a Transfer-Encoding other than chunked.");

        IsChunked = true;
    }

    private void SetConnection(string value)
    {
        var names = value.AsSpan();
        foreach (var range in names.Split(','))
        {
            var name = names[range].Trim(" \t");
            if (name.Equals("close", StringComparison.OrdinalIgnoreCase))
                IsPersistent = false;
            else if (!name.IsEmpty && !name.Equals("keep-alive", StringComparison.OrdinalIgnoreCase))
                (_named ??= new HashSet<string>(StringComparer.OrdinalIgnoreCase)).Add(name.ToString());
        }
    }
}
