using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Bodies.Multipart;

/// <summary>Reads a <c>multipart/form-data</c> body (RFC 7578) into arguments and files, as strictly as ModSecurity, whose flags say what is unusual.</summary>
/// <remarks>
/// Where ModSecurity gives up, what has been read is kept, and a part with broken headers is still an argument: a backend may be more lenient.
/// Values are slices of the body; time is proportional to it.
/// </remarks>
internal sealed partial class MultipartBodyReader
{
    private readonly MultipartPart _part = new();
    private TransactionData _data = null!;
    private ByteSlice _body;
    private ByteSlice _delimiter;
    private MultipartFlags _flags;
    private int _unmatched;
    private int _boundaries;
    private int _position;
    private int _dataStart;
    private int _files;
    private long _lengthWithoutFiles;
    private State _state;
    private bool _hasData;
    private bool _hasError;
    private bool _endsInBareLf;

    private enum State
    {
        BeforeFirstPart,
        InHeaders,
        InData,
        Complete,
        Aborted,
    }

    /// <summary>Reads <paramref name="body"/> into <paramref name="data"/>, whose Content-Type names the boundary.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="isPartial">Whether the body was cut off, so that its last boundary is not missed.</param>
    /// <param name="data">Where arguments, files, flags and errors go.</param>
    public void Read(ByteSlice body, bool isPartial, TransactionData data)
    {
        Begin(body, data);
        var boundary = MultipartBoundary.Read(data.RequestHeader("content-type"u8).Span, data.Arena);
        _delimiter = boundary.Delimiter;
        _flags = boundary.Flags;
        if (boundary.Error.IsEmpty)
            ReadBody(isPartial);
        else
            Report(boundary.Error.Span);

        MultipartVariables.Set(_flags, _unmatched, data);
        if (!_hasError && _lengthWithoutFiles > data.Limits.RequestBodyNoFiles)
            data.SetBodyLimitError();

        _part.Clear();
        (_body, _delimiter) = (default, default);
    }

    private void Begin(ByteSlice body, TransactionData data)
    {
        _data = data;
        _body = body;
        _part.Clear();
        (_unmatched, _boundaries, _position, _dataStart, _files, _lengthWithoutFiles) = (0, 0, 0, 0, 0, 0);
        _state = State.BeforeFirstPart;
        (_hasData, _hasError, _endsInBareLf) = (false, false, false);
    }

    private void ReadBody(bool isPartial)
    {
        while (_position < _body.Length && _state < State.Complete)
        {
            var end = _body.Span[_position..].IndexOf((byte)'\n');
            if (end < 0)
            {
                ReadLastLine();
                break;
            }

            var line = _body.Slice(_position, end + 1);
            ReadLine(line);
            _position += line.Length;
            _endsInBareLf = end == 0 || line.Span[end - 1] != '\r';
        }

        if (_state == State.Complete && _position < _body.Length)
            _flags |= MultipartFlags.DataAfter;
        else if (_state < State.Complete && !_body.IsEmpty && !isPartial)
            Report(_boundaries > 0 ? "Multipart: Final boundary missing."u8 : "Multipart: No boundaries found in payload."u8);

        EndPart(_body.Length, isAtBoundary: false);
    }

    private void ReadLine(ByteSlice line)
    {
        var bytes = line.Span;
        if (bytes.Length > 3 && bytes.StartsWith("--"u8))
        {
            if (!bytes.StartsWith(_delimiter.Span))
                ReadUnmatchedBoundary(bytes);
            else if (TryReadBoundary(bytes))
                return;
        }
        else if (bytes.IndexOf(_delimiter.Span) >= 0)
        {
            _unmatched = 1;
        }

        if (_state == State.BeforeFirstPart)
            _flags |= MultipartFlags.DataBefore;
        else if (_state == State.InHeaders)
            ReadHeaderLine(line);
        else if (_state == State.InData)
            _hasData = true;
    }

    /// <summary>The line that no end of line follows: the final boundary, or the body is incomplete.</summary>
    private void ReadLastLine()
    {
        var line = _body.Slice(_position);
        if (_boundaries > 0 && line.Length == _delimiter.Length + 2 && line.Span.StartsWith(_delimiter.Span) && line.Span.EndsWith("--"u8))
        {
            NoteLineBeforeBoundary();
            if (!_hasData)
                _flags |= MultipartFlags.InvalidPart;

            EndPart(_position, isAtBoundary: true);
            _position = _body.Length;
            _state = State.Complete;
        }
        else if (_state == State.InHeaders)
        {
            ReadHeaderLine(line);
        }
    }

    /// <summary>A line that begins with the delimiter.</summary>
    /// <returns>Whether it was read as a boundary, or as an error that ends reading; otherwise it is content.</returns>
    private bool TryReadBoundary(ReadOnlySpan<byte> line)
    {
        NoteLineBeforeBoundary();
        if (_boundaries > 0 && !_hasData)
        {
            // Content begins with the boundary: some servers end the part here, others do not.
            _flags |= MultipartFlags.InvalidPart;
            return false;
        }

        // 2 says that boundaries were matched after all; only 1 is suspicious, as in ModSecurity 3.
        if (_boundaries > 0)
            _unmatched = 2;

        var rest = line[_delimiter.Length..];
        var isFinal = rest.StartsWith("--"u8);
        rest = rest[(isFinal ? 2 : 0)..];
        if (!rest.SequenceEqual("\r\n"u8) && !rest.SequenceEqual("\n"u8))
        {
            Abort("Multipart: Invalid boundary."u8);
            return true;
        }

        _flags |= rest.Length == 2 ? MultipartFlags.CrlfLine : MultipartFlags.LfLine;
        EndPart(_position, isAtBoundary: true);
        _boundaries++;
        _hasData = false;
        if (_state != State.Aborted)
            _state = isFinal ? State.Complete : State.InHeaders;

        return true;
    }

    private void NoteLineBeforeBoundary()
    {
        if (_endsInBareLf)
            _flags |= MultipartFlags.LfLine;
    }

    /// <summary>A line that begins with two dashes and not with the delimiter: content, or an attempt at a boundary that only some servers see.</summary>
    private void ReadUnmatchedBoundary(ReadOnlySpan<byte> line)
    {
        var boundary = _delimiter.Span[2..];
        var rest = line[2..];
        if (_flags.HasFlag(MultipartFlags.BoundaryQuoted) && rest[0] == '"' && rest[1..].StartsWith(boundary))
        {
            Abort("Multipart: Invalid boundary (quotes)."u8);
            return;
        }

        if (ByteClasses.IsWhitespace(rest[0]) && rest.TrimStart(ByteClasses.Whitespace).StartsWith(boundary))
        {
            Abort("Multipart: Invalid boundary (whitespace)."u8);
            return;
        }

        _unmatched = 1;
    }

    /// <summary>The part that is being read, if any, ends.</summary>
    /// <param name="end">Where the line of the boundary begins, or the end of the body.</param>
    /// <param name="isAtBoundary">Whether the end of line before it belongs to a boundary and not to the content.</param>
    private void EndPart(int end, bool isAtBoundary)
    {
        if (_state is not (State.InHeaders or State.InData))
            return;

        _part.EndHeader(_data.Arena);
        foreach (ref readonly var header in _part.Headers)
            _data.AddPartHeader(_part.Field, header.Value);

        if (_part.Field.IsEmpty)
            _flags |= MultipartFlags.InvalidPart;

        if (_state == State.InData)
            AddContent(_body.Slice(_dataStart, ContentEnd(end, isAtBoundary) - _dataStart));

        _part.Clear();
    }

    private void AddContent(ByteSlice content)
    {
        if (!_part.FileName.IsEmpty)
        {
            if (++_files > _data.Limits.Files)
                _flags |= MultipartFlags.FileLimitExceeded;

            if (_files <= _data.Limits.Arguments)
                _data.AddFile(_part.Field, _part.FileName, content);

            return;
        }

        _lengthWithoutFiles += content.Length;
        if (_data.TryAddBodyArgument(_part.Field, content))
            return;

        Report("Multipart: arguments limit exceeded."u8);
        _flags |= MultipartFlags.Error;
        _state = State.Aborted;
    }

    private int ContentEnd(int end, bool isAtBoundary)
    {
        if (!isAtBoundary)
            return end;

        var bytes = _body.Span[_dataStart..end];
        if (bytes.EndsWith("\r\n"u8))
            return end - 2;

        return bytes.EndsWith("\n"u8) ? end - 1 : end;
    }

    private void Abort(ReadOnlySpan<byte> error)
    {
        Report(error);
        _flags |= MultipartFlags.Error;
        EndPart(_body.Length, isAtBoundary: false);
        _state = State.Aborted;
    }

    /// <summary>The first error is the one that is told.</summary>
    private void Report(ReadOnlySpan<byte> error)
    {
        if (_hasError)
            return;

        _hasError = true;
        Span<byte> message = stackalloc byte[160];
        "Multipart parsing error: "u8.CopyTo(message);
        error.CopyTo(message["Multipart parsing error: ".Length..]);
        _data.SetBodyError(message[..("Multipart parsing error: ".Length + error.Length)]);
    }
}
