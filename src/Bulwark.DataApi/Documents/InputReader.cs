using System.Text.Json;
using GraphQLParser.AST;

namespace Bulwark.DataApi.Documents;

/// <summary>Makes an <see cref="InputValue"/> of what the parser or the JSON reader has read.</summary>
internal static class InputReader
{
    /// <summary>A literal of the document. Null when an object names a field twice (GraphQL section 5.6.3).</summary>
    public static InputValue? Read(GraphQLValue value) => value switch
    {
        GraphQLNullValue => InputValue.Null,
        GraphQLIntValue number => new InputValue(InputKind.Integer) { Text = number.Value.ToString() },
        GraphQLFloatValue number => new InputValue(InputKind.Float) { Text = number.Value.ToString() },
        GraphQLStringValue text => new InputValue(InputKind.Text) { Text = text.Value.ToString() },
        GraphQLBooleanValue boolean => new InputValue(InputKind.Boolean) { IsTrue = boolean.BoolValue },
        GraphQLEnumValue name => new InputValue(InputKind.Enum) { Text = name.Name.StringValue },
        GraphQLVariable variable => new InputValue(InputKind.Variable) { Text = variable.Name.StringValue },
        GraphQLListValue list => ReadList(list),
        GraphQLObjectValue fields => ReadObject(fields),
        _ => throw new InvalidOperationException($"The parser gave a value of kind {value.Kind}"),
    };

    /// <summary>A part of the variables.</summary>
    /// <exception cref="InvalidOperationException">A text holds half of a surrogate pair, which is no character.</exception>
    public static InputValue Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => ReadNumber(value.GetRawText()),
        JsonValueKind.String => new InputValue(InputKind.Text) { Text = value.GetString()!, IsJson = true },
        JsonValueKind.True or JsonValueKind.False =>
            new InputValue(InputKind.Boolean) { IsTrue = value.ValueKind == JsonValueKind.True, IsJson = true },
        JsonValueKind.Array => new InputValue(InputKind.List) { Items = [.. value.EnumerateArray().Select(Read)], IsJson = true },
        JsonValueKind.Object => new InputValue(InputKind.Object)
        {
            Fields = [.. value.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, Read(field.Value)))],
            IsJson = true,
        },
        _ => InputValue.Null,
    };

    private static InputValue ReadNumber(string digits) =>
        new(digits.AsSpan().ContainsAny('.', 'e', 'E') ? InputKind.Float : InputKind.Integer) { Text = digits, IsJson = true };

    private static InputValue? ReadList(GraphQLListValue list)
    {
        var items = new List<InputValue>();
        foreach (var element in list.Values ?? [])
        {
            if (Read(element) is not { } item)
                return null;

            items.Add(item);
        }

        return new InputValue(InputKind.List) { Items = items };
    }

    private static InputValue? ReadObject(GraphQLObjectValue value)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var fields = new List<KeyValuePair<string, InputValue>>();
        foreach (var field in value.Fields ?? [])
        {
            if (!names.Add(field.Name.StringValue) || Read(field.Value) is not { } content)
                return null;

            fields.Add(KeyValuePair.Create(field.Name.StringValue, content));
        }

        return new InputValue(InputKind.Object) { Fields = fields };
    }
}
