using Bulwark.Waf.Text;

namespace Bulwark.Waf.Variables;

/// <summary>Which part of which store each variable is.</summary>
internal sealed partial class TransactionData
{
    private static readonly ByteSlice Zero = ByteSlice.Of("0");
    private static readonly ByteSlice One = ByteSlice.Of("1");

    /// <summary>The text of an XML body: <c>XML:/*</c>.</summary>
    public VariableView XmlText => Values(_xmlText);

    /// <summary>The attribute values of an XML body: <c>XML://@*</c>.</summary>
    public VariableView XmlAttributes => Values(_xmlAttributes);

    /// <summary>All values of a variable. Of variables that rules write, and of <c>ENV</c>, there are none here; <c>XML</c> without selector is its text.</summary>
    public VariableView View(VariableKind kind) => kind switch
    {
        VariableKind.Args => Values(_args),
        VariableKind.ArgsNames => Names(_args),
        VariableKind.ArgsGet => new VariableView(_args, 0, QueryArgumentCount, false),
        VariableKind.ArgsGetNames => new VariableView(_args, 0, QueryArgumentCount, true),
        VariableKind.ArgsPost => new VariableView(_args, QueryArgumentCount, _args.Count - QueryArgumentCount, false),
        VariableKind.ArgsPostNames => new VariableView(_args, QueryArgumentCount, _args.Count - QueryArgumentCount, true),
        VariableKind.RequestCookies => Values(_cookies),
        VariableKind.RequestCookiesNames => Names(_cookies),
        VariableKind.RequestHeaders => Values(_requestHeaders),
        VariableKind.RequestHeadersNames => Names(_requestHeaders),
        VariableKind.ResponseHeaders => Values(_responseHeaders),
        VariableKind.ResponseHeadersNames => Names(_responseHeaders),
        VariableKind.Xml => Values(_xmlText),
        VariableKind.RemoteUser when _scalars[(int)kind].Value.IsEmpty => VariableView.Empty,
        _ => FileView(kind),
    };

    private int QueryArgumentCount => _argsPostStart < 0 ? _args.Count : _argsPostStart;

    private static VariableView Values(ValueStore store) => new(store, 0, store.Count, false);

    private static VariableView Names(ValueStore store) => new(store, 0, store.Count, true);

    private VariableView FileView(VariableKind kind) => kind switch
    {
        VariableKind.Files => Values(_files),
        VariableKind.FilesNames => Names(_files),
        VariableKind.FilesSizes => Values(_fileSizes),
        VariableKind.FilesTmpContent => Values(_fileContents),
        VariableKind.MultipartName => Values(_multipartNames),
        VariableKind.MultipartFilename => Values(_multipartFilenames),
        VariableKind.MultipartPartHeaders => Values(_partHeaders),
        _ when VariableTable.IsCollection(kind) => VariableView.Empty,
        _ => ScalarView(kind),
    };

    private VariableView ScalarView(VariableKind kind)
    {
        if (IsComputed(kind))
            Set(kind, Compute(kind));

        return new VariableView(_scalars, (int)kind, 1, false);
    }

    private static bool IsComputed(VariableKind kind) => kind
        is VariableKind.ArgsCombinedSize or VariableKind.FilesCombinedSize
        or VariableKind.FullRequest or VariableKind.FullRequestLength
        or VariableKind.Duration or (>= VariableKind.Time and <= VariableKind.TimeYear);

    private ByteSlice Compute(VariableKind kind) => kind switch
    {
        VariableKind.ArgsCombinedSize => _arena.AddNumber(ArgsCombinedSize),
        VariableKind.FilesCombinedSize => _arena.AddNumber(FilesCombinedSize),
        VariableKind.FullRequest => FullRequest(),
        VariableKind.FullRequestLength => _arena.AddNumber(FullRequestLength),
        VariableKind.Duration => _arena.AddNumber((long)time.GetElapsedTime(_startedAt).TotalMilliseconds),
        _ => ClockVariable(kind),
    };
}
