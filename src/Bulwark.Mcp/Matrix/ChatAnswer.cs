namespace Bulwark.Mcp.Matrix;

/// <summary>What came of a question: a value, or the sentence that says why not. An outage is neither; it is an exception.</summary>
internal readonly record struct ChatAnswer<T>(T? Value, string? Refusal)
{
    public static ChatAnswer<T> Of(T value) => new(value, null);

    public static ChatAnswer<T> Refuse(string sentence) => new(default, sentence);
}
