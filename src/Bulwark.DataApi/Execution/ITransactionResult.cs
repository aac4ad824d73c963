namespace Bulwark.DataApi.Execution;

/// <summary>What came of the work in a transaction, and whether it is to stay.</summary>
internal interface ITransactionResult
{
    /// <summary>False when everything is to be undone.</summary>
    bool IsCommitted { get; }
}
