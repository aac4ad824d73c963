namespace Bulwark.DataApi.Documents;

/// <summary>
/// A value that a client sent: a literal of the document or a part of the variables. Both become this one tree, so that an argument is read the
/// same way wherever it comes from. Numbers stay the text that was written; nothing is rounded on the way.
/// </summary>
internal sealed record InputValue(InputKind Kind)
{
    /// <summary>This many characters of a text weigh as much as a value.</summary>
    public const int CharactersPerValue = 256;

    public static InputValue Null { get; } = new(InputKind.Null);

    /// <summary>The digits of a number, the characters of a text, the name of an enum value or of a variable.</summary>
    public string Text { get; init; } = "";

    /// <summary>The value of a <see cref="InputKind.Boolean"/>.</summary>
    public bool IsTrue { get; init; }

    /// <summary>The elements of a <see cref="InputKind.List"/>.</summary>
    public IReadOnlyList<InputValue> Items { get; init; } = [];

    /// <summary>The fields of an <see cref="InputKind.Object"/> in the order they were written; no name stands twice.</summary>
    public IReadOnlyList<KeyValuePair<string, InputValue>> Fields { get; init; } = [];

    /// <summary>True when it came with the variables.</summary>
    public bool IsJson { get; init; }

    /// <summary>What it weighs: the values in it, and what its texts have beyond a few words.</summary>
    public long Size => 1 + (Text.Length / CharactersPerValue) + Items.Sum(item => item.Size) + Fields.Sum(entry => 1 + entry.Value.Size);

    /// <summary>What it is, in the words of a type error: <c>but found an integer</c>.</summary>
    public string Description => Kind switch
    {
        InputKind.Null => "null",
        InputKind.Integer or InputKind.Float when IsJson => "a number",
        InputKind.Integer => "an integer",
        InputKind.Float => "a float",
        InputKind.Text => "a string",
        InputKind.Boolean => "a boolean",
        InputKind.Enum => "an enum value",
        InputKind.List => "a list",
        InputKind.Object => "an object",
        InputKind.Variable => "a variable",
        _ => throw new InvalidOperationException($"There is no input of kind {Kind}"),
    };

    /// <summary>True when both say the same; two mentions of one field have to (GraphQL section 5.3.2).</summary>
    public bool Same(InputValue other) =>
        Kind == other.Kind
        && Text == other.Text
        && IsTrue == other.IsTrue
        && Items.Count == other.Items.Count
        && Fields.Count == other.Fields.Count
        && Items.Zip(other.Items).All(pair => pair.First.Same(pair.Second))
        && Fields.All(field => other.Fields.Any(twin => twin.Key == field.Key && twin.Value.Same(field.Value)));
}
