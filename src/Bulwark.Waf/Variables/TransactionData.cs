using Bulwark.Waf.Bodies;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Variables;

/// <summary>What is known of one request and its response: the variables that rules look at, except those which rules write (<c>TX</c>, <c>MATCHED_VAR</c>).</summary>
/// <remarks>
/// It is kept in a pool and does not allocate when warm. Every slice it gives out is good until <see cref="Reset"/>.
/// Single variables are always there, empty when the request has nothing for them, as in ModSecurity 3.
/// </remarks>
internal sealed partial class TransactionData(TimeProvider time)
{
    private readonly ByteArena _arena = new();
    private readonly ValueStore _args = new();
    private readonly ValueStore _argPaths = new();
    private readonly ValueStore _cookies = new();
    private readonly ValueStore _requestHeaders = new();
    private readonly ValueStore _responseHeaders = new();
    private readonly ValueStore _scalars = new();
    private readonly NameSet _parameters = new();
    private int _argsPostStart = -1;

    /// <summary>Gives the transaction its settings and its start; <see cref="Reset"/> must have ended the one before.</summary>
    public void Begin(DataLimits limits)
    {
        Limits = limits;
        _startedAt = time.GetTimestamp();
        _scalars.Set(VariableTable.Count - 1, default);
        SetFlag(VariableKind.UrlencodedError, false);
        SetFlag(VariableKind.PcreLimitsExceeded, false);
    }

    /// <summary>What holds for this transaction; a rule may change it (<c>ctl:requestBodyLimit</c>) before the body comes.</summary>
    public DataLimits Limits { get; set; } = DataLimits.Default;

    /// <summary>Whether arguments were left out because there were more than <see cref="DataLimits.Arguments"/>.</summary>
    public bool ArgumentsLimitExceeded { get; private set; }

    /// <summary>The sum of the lengths of all names and values of arguments.</summary>
    public long ArgsCombinedSize { get; private set; }

    /// <summary>Bytes that live as long as the transaction, for whatever else needs them that long.</summary>
    public ByteArena Arena => _arena;

    /// <summary>Forgets the request; large buffers go back to where they came from.</summary>
    public void Reset()
    {
        _args.Clear();
        _argPaths.Clear();
        _cookies.Clear();
        _requestHeaders.Clear();
        _responseHeaders.Clear();
        _scalars.Clear();
        _argsPostStart = -1;
        ArgumentsLimitExceeded = false;
        ArgsCombinedSize = 0;
        ResetBodies();
        _arena.Reset();
    }

    /// <summary>The value of a single variable.</summary>
    public ByteSlice Scalar(VariableKind kind) => View(kind) is { Count: > 0 } view ? view.ValueAt(0) : ByteSlice.Empty;

    /// <summary>Gives a single variable its value; the bytes are copied.</summary>
    public void SetScalar(VariableKind kind, ReadOnlySpan<byte> value) => Set(kind, _arena.Add(value));

    /// <summary>Gives a single variable its value, without a copy: the bytes must stay until <see cref="Reset"/>.</summary>
    public void SetScalar(VariableKind kind, ByteSlice value) => Set(kind, value);

    /// <summary>Adds an argument of the body. What is beyond <see cref="DataLimits.Arguments"/> is not kept.</summary>
    /// <param name="name">As rules see it.</param>
    /// <param name="value">Its decoded value.</param>
    /// <param name="path">Where the value lies in a JSON body (<c>content.body</c>); empty when it has no other name than <paramref name="name"/>.</param>
    /// <returns>Whether there was room.</returns>
    public bool TryAddBodyArgument(ByteSlice name, ByteSlice value, ByteSlice path = default)
    {
        if (_argsPostStart < 0)
            _argsPostStart = _args.Count;

        if (!TryAddArgument(name, value))
            return false;

        if (path.Length > 0)
            _argPaths.Set(_args.Count - 1, new NamedValue(path, default));

        return true;
    }

    /// <summary>Adds an argument of the query string.</summary>
    public bool TryAddQueryArgument(ByteSlice name, ByteSlice value) => TryAddArgument(name, value);

    /// <summary>Where argument number <paramref name="index"/> of <c>ARGS</c> lies in a JSON body: <c>content.body</c>; elsewhere its name.</summary>
    public ByteSlice ArgumentPath(int index) =>
        index < _argPaths.Count && !_argPaths[index].Name.IsEmpty ? _argPaths[index].Name : _args[index].Name;

    /// <summary>Where argument number <paramref name="index"/> of <c>ARGS</c> lies in a JSON body; empty for one that comes from elsewhere.</summary>
    public ByteSlice JsonPath(int index) => index < _argPaths.Count ? _argPaths[index].Name : ByteSlice.Empty;

    /// <summary>The first request header of that name, compared without case; empty without one.</summary>
    public ByteSlice RequestHeader(ReadOnlySpan<byte> name) => Find(_requestHeaders, name);

    /// <summary>The first response header of that name, compared without case; empty without one.</summary>
    public ByteSlice ResponseHeader(ReadOnlySpan<byte> name) => Find(_responseHeaders, name);

    /// <summary>Whether a parameter of the query or of a form is given twice, or in both: backends disagree about which one counts.</summary>
    /// <remarks>Asked seldom, so it is found out when asked. Keys of JSON objects are another matter: <see cref="HasDuplicateKeys"/>.</remarks>
    public bool HasDuplicateParameters()
    {
        var count = RequestBodyFormat is BodyFormat.UrlEncoded or BodyFormat.Multipart ? _args.Count : QueryArgumentCount;
        var isDuplicate = false;
        for (var i = 0; i < count && !isDuplicate; i++)
            isDuplicate = !_parameters.TryAdd(0, _args[i].Name);

        _parameters.Clear();
        return isDuplicate;
    }

    private static ByteSlice Find(ValueStore headers, ReadOnlySpan<byte> name)
    {
        foreach (ref readonly var header in headers.Values)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(header.Name.Span, name))
                return header.Value;
        }

        return ByteSlice.Empty;
    }

    private bool TryAddArgument(ByteSlice name, ByteSlice value)
    {
        if (_args.Count >= Limits.Arguments)
        {
            ArgumentsLimitExceeded = true;
            return false;
        }

        _args.Add(new NamedValue(name, value));
        ArgsCombinedSize += name.Length + value.Length;
        return true;
    }

    private void Set(VariableKind kind, ByteSlice value) => _scalars.Set((int)kind, new NamedValue(default, value));

    private void SetFlag(VariableKind kind, bool value) => Set(kind, value ? One : Zero);
}
