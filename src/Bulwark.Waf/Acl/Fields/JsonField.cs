using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Bodies;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Acl.Fields;

/// <summary>Keys and values of a JSON body. A path that is included or excluded stands for everything that lies below it.</summary>
internal sealed class JsonField(FieldScope scope, IReadOnlyList<string> included, IReadOnlyList<string> excluded, InvalidJsonBehavior invalid, OversizeHandling oversize) : Field
{
    private readonly ByteSlice[] _included = [.. included.Select(ByteSlice.Of)];
    private readonly ByteSlice[] _excluded = [.. excluded.Select(ByteSlice.Of)];

    public override string ToString() => _included.Length == 0 ? "JsonBody" : $"JsonBody:{string.Join('|', _included)}";

    public override FieldReading Read(TransactionData data, ValueStore values)
    {
        if (data.RequestBodyIsTruncated && oversize != OversizeHandling.Continue)
            return oversize == OversizeHandling.Match ? FieldReading.Match : FieldReading.NoMatch;

        if (data.RequestBodyFormat == BodyFormat.Json && data.Scalar(VariableKind.ReqbodyError).Span.SequenceEqual("0"u8))
            return ReadValues(data, values);

        switch (invalid)
        {
            case InvalidJsonBehavior.Match:
                return FieldReading.Match;
            case InvalidJsonBehavior.NoMatch:
                return FieldReading.NoMatch;
            case InvalidJsonBehavior.EvaluateAsString:
                values.Add(new NamedValue(default, data.RequestBody));
                return FieldReading.Values;
            default:
                return data.RequestBodyFormat == BodyFormat.Json ? ReadValues(data, values) : FieldReading.Values;
        }
    }

    private FieldReading ReadValues(TransactionData data, ValueStore values)
    {
        var arguments = data.View(VariableKind.ArgsPost);
        for (var i = 0; i < arguments.Count; i++)
        {
            var path = data.ArgumentPath(arguments.Start + i);
            if (!Includes(path.Span))
                continue;

            if (scope != FieldScope.Value)
                AddKeys(path, data.Arena, values);

            if (scope != FieldScope.Key)
                values.Add(new NamedValue(path, arguments.ValueAt(i)));
        }

        return FieldReading.Values;
    }

    private bool Includes(ReadOnlySpan<byte> path) => (_included.Length == 0 || IsBelow(_included, path)) && !IsBelow(_excluded, path);

    private static bool IsBelow(ByteSlice[] prefixes, ReadOnlySpan<byte> path)
    {
        foreach (var prefix in prefixes)
        {
            if (path.StartsWith(prefix.Span) && (path.Length == prefix.Length || path[prefix.Length] is (byte)'.' or (byte)'['))
                return true;
        }

        return false;
    }

    /// <summary>The keys on the way to a value: the path without dots, brackets and escapes.</summary>
    private static void AddKeys(ByteSlice path, ByteArena arena, ValueStore values)
    {
        var rest = path.Span;
        while (!rest.IsEmpty)
        {
            var output = arena.Reserve(rest.Length);
            var (read, written) = ReadKey(rest, output);
            if (written > 0)
                values.Add(new NamedValue(path, arena.Commit(written)));

            rest = rest[read..];
        }
    }

    private static (int Read, int Written) ReadKey(ReadOnlySpan<byte> path, Span<byte> output)
    {
        var written = 0;
        var isElement = false;
        for (var i = 0; i < path.Length; i++)
        {
            switch (path[i])
            {
                case (byte)'.':
                    return (i + 1, written);
                case (byte)'[':
                    isElement = true;
                    break;
                case (byte)'\\' when i + 1 < path.Length:
                    output[written++] = path[++i];
                    break;
                default:
                    if (!isElement)
                        output[written++] = path[i];

                    break;
            }
        }

        return (path.Length, written);
    }
}
