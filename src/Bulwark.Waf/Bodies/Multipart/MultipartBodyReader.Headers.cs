using Bulwark.Waf.Text;

namespace Bulwark.Waf.Bodies.Multipart;

/// <summary>The headers of a part.</summary>
internal sealed partial class MultipartBodyReader
{
    private void ReadHeaderLine(ByteSlice line)
    {
        _lengthWithoutFiles += line.Length;
        if (line.Length > MultipartPart.MaxHeaderLength)
        {
            Abort("Multipart: Part header line too long."u8);
            return;
        }

        var endsInCrlf = line.Span.EndsWith("\r\n"u8);
        _flags |= endsInCrlf ? MultipartFlags.CrlfLine : MultipartFlags.LfLine;
        var content = line.Slice(0, line.Length - (endsInCrlf ? 2 : line.Span[^1] == '\n' ? 1 : 0));
        if (content.IsEmpty)
        {
            EndHeaders(_position + line.Length);
        }
        else if (content.Span.Contains((byte)0))
        {
            Report("Multipart: Nul byte in part headers."u8);
            _part.AddLine(content);
        }
        else if (ByteClasses.IsWhitespace(content.Span[0]))
        {
            ReadFolding(content);
        }
        else
        {
            ReadHeader(content);
        }
    }

    private void ReadFolding(ByteSlice content)
    {
        // What is only whitespace, and a carriage return too many, is a continuation as well: no empty line.
        var text = content.Span.TrimStart(ByteClasses.Whitespace);
        var indent = content.Span[..^text.Length];
        _flags |= MultipartFlags.HeaderFolding;

        // RFC 5322 folds with spaces and tabs; PHP takes any whitespace.
        if (indent.ContainsAnyExcept((byte)' ', (byte)'\t'))
            _flags |= MultipartFlags.InvalidHeaderFolding;

        if (!_part.HasHeader)
        {
            Report("Multipart: Invalid part header (folding error)."u8);
            _part.AddLine(content);
        }
        else if (!_part.TryFold(text.TrimEnd((byte)'\r')))
        {
            Abort("Multipart: Part header too long."u8);
        }
    }

    private void ReadHeader(ByteSlice content)
    {
        var colon = content.Span.IndexOf((byte)':');
        if (colon <= 0)
        {
            Report(colon < 0 ? "Multipart: Invalid part header (colon missing)."u8 : "Multipart: Invalid part header (header name missing)."u8);
            _part.AddLine(content);
            return;
        }

        var name = content.Slice(0, colon);
        if (name.Span.ContainsAnyExceptInRange((byte)33, (byte)126))
            Report("Multipart: Invalid part header (contains invalid character)."u8);

        var value = content.Slice(colon + 1);
        value = value.Slice(value.Length - value.Span.TrimStart(" \t"u8).Length);
        if (!_part.TryAdd(content, name, value, _data.Arena))
            Report("Multipart: Duplicate part header, or too many."u8);
    }

    private void EndHeaders(int dataStart)
    {
        _part.EndHeader(_data.Arena);
        _state = State.InData;
        _dataStart = dataStart;
        _hasData = false;
        if (_part.Disposition is not { } value)
        {
            ReportPart("Multipart: Part missing Content-Disposition header."u8);
            return;
        }

        var disposition = new ContentDisposition(value, _data.Arena);
        var isValid = disposition.TryRead();
        Keep(disposition);
        if (!isValid)
            ReportPart("Multipart: Invalid Content-Disposition header."u8);
        else if (disposition.Name.IsEmpty)
            ReportPart("Multipart: Content-Disposition header missing name field."u8);
        else if (!disposition.FileName.IsEmpty && value.Span.IndexOf("filename="u8) < 0)
            ReportPart("Multipart: Invalid Content-Disposition header (filename)."u8);
    }

    /// <summary>A part that says of itself what cannot be is an invalid one, besides an error of the body: a rule may refuse the one and only count the other.</summary>
    private void ReportPart(ReadOnlySpan<byte> error)
    {
        Report(error);
        _flags |= MultipartFlags.InvalidPart;
    }

    private void Keep(ContentDisposition disposition)
    {
        _part.Field = disposition.Name;
        _part.FileName = disposition.FileName;
        if (disposition.HasInvalidQuoting)
            _flags |= MultipartFlags.InvalidQuoting;

        if (!disposition.Name.IsEmpty)
            _data.AddPartName(disposition.Name);

        if (!disposition.SecondName.IsEmpty)
            _data.AddPartName(disposition.SecondName);

        if (!disposition.FileName.IsEmpty)
            _data.AddPartFilename(_part.Field, disposition.FileName);

        if (disposition.SecondFileName.IsEmpty)
            return;

        _data.AddPartFilename(_part.Field, disposition.SecondFileName);
        _data.AddFileName(_part.Field, disposition.SecondFileName);
    }
}
