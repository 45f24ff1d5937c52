using System.Collections.Frozen;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ScanWeb.SignIn;

/// <summary>The accounts of the settings.</summary>
internal sealed class Accounts
{
    private static readonly PasswordHasher<Account> Hasher = new();
    private readonly FrozenDictionary<string, Account> _byEmail;
    private readonly Account _nobody;

    public Accounts(IOptions<SignInOptions> options)
    {
        _byEmail = options.Value.Accounts.ToFrozenDictionary(a => a.Email, StringComparer.OrdinalIgnoreCase);
        _nobody = new Account { PasswordHash = Hash(ScanId.New().Value) };
    }

    /// <summary>What the settings keep of a password.</summary>
    public static string Hash(string password) => Hasher.HashPassword(new Account(), password);

    /// <summary>Whose email and password these are; <c>null</c> when either is wrong, after the same work in both cases.</summary>
    public Account? Find(string email, string password)
    {
        var known = _byEmail.TryGetValue(email, out var account);
        var verified = Hasher.VerifyHashedPassword(account ?? _nobody, (account ?? _nobody).PasswordHash, password) != PasswordVerificationResult.Failed;
        return known && verified ? account : null;
    }
}
