namespace Bulwark.Mcp.Matrix;

/// <summary>What the homeserver answered: a value, or its error.</summary>
internal readonly record struct MatrixResponse<T>(T? Value, MatrixErrorBody? Error, int Status)
{
    /// <summary>The same, for whoever only needs a sentence.</summary>
    public ChatAnswer<T> ToAnswer() => Error is null ? ChatAnswer<T>.Of(Value!) : ChatAnswer<T>.Refuse(Error.Sentence(Status));
}
